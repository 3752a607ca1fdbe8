package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.execute.SwapUnderHold.InStep;
import dev.lowtide.scheduler.execute.SwapUnderHold.Pair;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.Optional;

/**
 * Attempts at the cut-over, each when nobody seems to be in its way. One that made clients wait in
 * vain is followed by a longer pause than the one before. Confined to the attempt's thread.
 */
final class CopyCutOver {

  /** A look at who is in the way makes nobody wait. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** By then a client meets a hold so rarely that trying on costs nobody anything. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final CopyTools tools;
  private final TableCopy copy;
  private final TrafficHold traffic;
  private final Surroundings surroundings;
  private final Pace pace;
  private final Duration budget;
  private final RunLog runLog;
  private final Backoff backoff;
  private WaitsCaused waits = WaitsCaused.NONE;
  private Duration pause = LOOK_EVERY;

  CopyCutOver(
      CopyTools tools,
      TableCopy copy,
      TrafficHold traffic,
      Surroundings surroundings,
      Pace pace,
      Duration budget,
      RunLog runLog) {
    this.tools = tools;
    this.copy = copy;
    this.traffic = traffic;
    this.surroundings = surroundings;
    this.pace = pace;
    this.budget = budget;
    this.runLog = runLog;
    this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, pace.nanos());
  }

  /**
   * One attempt; nothing if somebody is in the way, so that none was worth making.
   *
   * @param inStep asked for the rows that are to be compared under the lock
   */
  Optional<Swap> attempt(InStep inStep) throws CopyStoppedException, InterruptedException {
    long copyId = copy.record().id();
    try (SwapSession session = tools.swapSession(copy.table(), copyId)) {
      SwapUnderHold swap = swap(session, copyId, inStep);
      Optional<String> inTheWay = swap.inTheWay();
      if (inTheWay.isPresent()) {
        runLog.copy().onPhase(CopyPhase.FOLLOWING, "the cut-over waits for " + inTheWay.get());
        pause = LOOK_EVERY;
        return Optional.empty();
      }
      runLog.onStatement(session.threadId());
      return Optional.of(told(swap));
    }
  }

  /** A shadow that is further behind would have to catch up while clients wait. */
  Duration behindMax() {
    return SwapTime.share(budget, SwapTime.IN_STEP);
  }

  /** How long to follow on before the next one. */
  Duration pause() {
    return pause;
  }

  /** What clients had to wait for all of them. */
  WaitsCaused waits() {
    return waits;
  }

  private SwapUnderHold swap(SwapSession session, long copyId, InStep inStep) {
    Pair pair = new Pair(copy.table(), session, copy.feed(), inStep, this::isUnchanged);
    return new SwapUnderHold(
        pair, tools.swapServer(copy.table(), copyId), traffic, surroundings, pace, budget);
  }

  private boolean isUnchanged() throws CopyStoppedException {
    copy.checkTrust();
    return tools.shadows().fingerprint(copy.table().original()).equals(copy.record().fingerprint());
  }

  private Swap told(SwapUnderHold swap) throws CopyStoppedException, InterruptedException {
    runLog.copy().onStandstill("");
    runLog.onState(RunState.CUTTING_OVER, "the shadow is complete");
    Swap made = swap.attempt();
    waits = waits.plus(made.waits());
    if (made.outcome() == Swap.Outcome.NOT_NOW) {
      runLog.onState(RunState.RUNNING, "not now: " + made.text());
      pause = made.held().isZero() ? LOOK_EVERY : backoff.next();
    }
    return made;
  }
}
