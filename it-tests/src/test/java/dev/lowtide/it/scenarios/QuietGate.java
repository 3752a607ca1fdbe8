package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** What the gate says of the server, and of a table that a run waits for. */
final class QuietGate {

  /** Two ticks, a look that was under way, and what a shared machine takes for them. */
  static final Duration TWO_TICKS = Duration.ofMillis(2500);

  private final Operator operator;

  QuietGate(RunningLowtide lowtide) {
    this.operator = lowtide.app().operator();
  }

  /** Waits until the server's condition is not met and says this. */
  void awaitBusy(String signal, String words) {
    awaitUnmet(() -> operator.now().conditions(), TWO_TICKS, signal, words);
  }

  /** The same of what takes its time to come true. */
  void awaitBusyWithin(int seconds, String signal, String words) {
    awaitUnmet(() -> operator.now().conditions(), Duration.ofSeconds(seconds), signal, words);
  }

  /** Waits until a condition of the run's table is not met and says this. */
  void awaitBusy(RunId run, String signal, String words) {
    awaitUnmet(() -> operator.run(run).conditions(), TWO_TICKS, signal, words);
  }

  /** Waits until all that can speak against quiet is gone. */
  void awaitQuiet() {
    await(
        "quiet: " + operator.now().reasons(),
        Duration.ofSeconds(30),
        () -> operator.now().verdict().equals("quiet"));
  }

  /** The same, for what ends only while something goes on. */
  void awaitQuietWhile(Executable work) {
    await(
        "quiet: " + operator.now().reasons(),
        Duration.ofSeconds(30),
        () -> {
          work.execute();
          return operator.now().verdict().equals("quiet");
        });
  }

  /** Something that goes on. */
  @FunctionalInterface
  interface Executable {
    void execute() throws Exception;
  }

  /** Waits until the condition of the run's table is met. */
  void awaitMet(RunId run, String signal) {
    await(
        signal + " to be met",
        Duration.ofSeconds(10),
        () ->
            operator.run(run).conditions().stream()
                .anyMatch(condition -> condition.signal().equals(signal) && condition.isMet()));
  }

  NowView now() {
    return operator.now();
  }

  RunView run(RunId run) {
    return operator.run(run);
  }

  private static void awaitUnmet(
      Callable<List<ConditionView>> conditions, Duration atMost, String signal, String words) {
    await(
        signal + ": " + words,
        atMost,
        () ->
            conditions.call().stream()
                .anyMatch(
                    condition ->
                        !condition.isMet()
                            && condition.signal().equals(signal)
                            && condition.value().contains(words)));
  }

  private static void await(String what, Duration atMost, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(atMost).pollInterval(Duration.ofMillis(50)).until(condition);
  }
}
