package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay.Kind;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a cut-over is tried, and how long it is until the next time. */
class CopyCutOverTest {

  private static final Duration BUDGET = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofMillis(250);

  private final ScriptedPace pace = new ScriptedPace();
  private final Chronicle chronicle = new Chronicle(pace);
  private final FakeCopyTools tools = new FakeCopyTools(pace, chronicle);
  private final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  private final FakeCopyLog log = new FakeCopyLog(chronicle);
  private TableCopy copy;
  private CopyCutOver cutOver;

  @BeforeEach
  void follow() throws Exception {
    tools.target.isCopied();
    copy = tools.copy(Plans.plan(ORDERS, ShrinkMethod.SHADOW_COPY), log);
    copy.begin(ORDERS, FakeCopyTools.OWNER);
    cutOver = new CopyCutOver(tools, copy, traffic, new FakeSurroundings(), pace, BUDGET, log);
  }

  @AfterEach
  void close() {
    copy.close();
  }

  @Test
  void whoIsInTheWayIsNamedAndNobodyIsHeld() throws Exception {
    tools.server.inTheWay.add(new InTheWay(Kind.TABLE, 91, Duration.ofSeconds(7), "session 91"));

    assertThat(attempt()).isEmpty();

    assertThat(log.phases).last().isEqualTo("the cut-over waits for session 91");
    assertThat(log.states).isEmpty();
    assertThat(chronicle.deeds()).containsExactly("close");
    assertThat(cutOver.pause()).isEqualTo(SOON);
  }

  @Test
  void theSessionIsWrittenDownBeforeItLocksAnything() throws Exception {
    assertThat(attempt()).map(Swap::outcome).contains(Outcome.SWAPPED);

    assertThat(chronicle.deeds())
        .containsSubsequence(
            "thread 43 is written down", "CUTTING_OVER", "announce", "lock", "swap", "close");
    assertThat(cutOver.waits().cutOver()).isPositive();
  }

  @Test
  void whoeverWaitedInVainIsLeftAloneForLongerEachTime() throws Exception {
    tools.swapSession.isLockGranted = false;
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      assertThat(attempt()).map(Swap::outcome).contains(Outcome.NOT_NOW);
      pauses.add(cutOver.pause());
    }

    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    assertThat(pauses.get(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
    assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(22_500)) <= 0);
    assertThat(pauses.get(7)).isGreaterThanOrEqualTo(Duration.ofMillis(7500));
    assertThat(log.states).startsWith("CUTTING_OVER: the shadow is complete");
    assertThat(log.states)
        .last()
        .asString()
        .startsWith("RUNNING: not now: the lock was not granted in time");
  }

  @Test
  void whatNobodyWaitedForIsTriedAgainSoon() throws Exception {
    tools.swapSession.refusals.add("trigger a cannot be made anew");

    assertThat(attempt()).map(Swap::reason).contains(AbortReason.SERVER_REFUSED);

    assertThat(log.states).last().isEqualTo("RUNNING: not now: trigger a cannot be made anew");
    assertThat(cutOver.pause()).isEqualTo(SOON);
  }

  @Test
  void anOriginalThatWasChangedIsNotReplaced() throws Exception {
    tools.target.fingerprint = "altered";

    assertThat(attempt()).map(Swap::outcome).contains(Outcome.DIFFERENT);
    assertThat(chronicle.deeds()).doesNotContain("swap");
  }

  @Test
  void aCopyThatCannotBeTrustedTakesNobodysPlace() {
    tools.target.distrust =
        new CopyStoppedException(Fate.LOST, AbortReason.BLIND, "sql_log_bin is 0");

    assertThatThrownBy(this::attempt).isSameAs(tools.target.distrust);
    assertThat(chronicle.deeds()).endsWith("close").doesNotContain("swap");
  }

  private Optional<Swap> attempt() throws CopyStoppedException, InterruptedException {
    return cutOver.attempt(() -> Optional.of(Set.of()));
  }
}
