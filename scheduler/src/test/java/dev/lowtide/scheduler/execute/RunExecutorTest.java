package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.approval.ApprovedPlans;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Refused;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.preflight.Facts;
import dev.lowtide.scheduler.preflight.Preflight;
import dev.lowtide.scheduler.preflight.PreflightPolicy;
import dev.lowtide.scheduler.preflight.ServerFacts;
import dev.lowtide.scheduler.quiet.QuietWindows;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunExecutorTest {

  private final ScriptedPace pace = new ScriptedPace();
  private final Chronicle chronicle = new Chronicle(pace);
  private final FakeServer server = new FakeServer(pace, chronicle);
  private final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final FakeRunLog log = new FakeRunLog(chronicle);

  private ServerFacts facts = Facts.GOOD;
  private boolean isOutOfReach;
  private Duration checksTake = Duration.ZERO;

  private final RunExecutor executor =
      new RunExecutor(
          new Preflight(plan -> facts(), PreflightPolicy.DEFAULT),
          Map.of(
              ShrinkMethod.COPY_UNDER_HOLD,
              new RebuildWay(
                  server, () -> new FakeOnlooker(pace, chronicle, server), traffic, pace)),
          pace);

  @Test
  void checksThenPreparesThenWorks() throws InterruptedException {
    AttemptResult result = attempt(ORDERS);

    assertThat(result).isInstanceOf(Rebuilt.class);
    assertThat(chronicle.deeds())
        .startsWith("PREFLIGHT", "prepare", "hold writes to shop.orders")
        .endsWith("read rebuilt", "close statement", "close onlooker");
  }

  @Test
  void closesItsSessionsWhenItGivesUp() throws InterruptedException {
    surroundings.isStopRequested = true;

    AttemptResult result = attempt(ORDERS);

    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(chronicle.deeds())
        .endsWith("kill", "release", "YIELDING", "close statement", "close onlooker");
  }

  @Test
  void isTriedAgainWhenTheServerCannotBeChecked() throws InterruptedException {
    isOutOfReach = true;

    AttemptResult result = attempt(ORDERS);

    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(((Yielded) result).reason()).isEqualTo(AbortReason.BLIND);
    assertThat(result.text()).isEqualTo("the server cannot be checked: no answer");
    assertThat(chronicle.deeds()).containsExactly("PREFLIGHT");
  }

  @Test
  void beginsNothingWhenACheckRefuses() throws InterruptedException {
    facts = Facts.lacking("INSERT");

    AttemptResult result = attempt(ORDERS);

    assertThat(result).isInstanceOf(Refused.class);
    assertThat(result.text())
        .isEqualTo("our account lacks INSERT (expected: GRANT INSERT ON *.* TO 'lowtide'@'%')");
    assertThat(result.waits()).isEqualTo(WaitsCaused.NONE);
    assertThat(chronicle.deeds()).containsExactly("PREFLIGHT");
  }

  @Test
  void namesEveryRefusalAndNothingElse() throws InterruptedException {
    facts = Facts.instrumented(false, false);
    Refused refused = (Refused) attempt(ORDERS);

    assertThat(refused.checks()).hasSize(23);
    assertThat(refused.text()).startsWith("metadata locks cannot be seen").doesNotContain("; ");
  }

  @Test
  void beginsNothingWhenTheWindowClosedDuringTheChecks() throws InterruptedException {
    checksTake = Duration.ofMillis(2001);

    AttemptResult result = attempt(ORDERS);

    assertThat(result)
        .isEqualTo(
            new Yielded(
                AbortReason.NOT_QUIET,
                "the quiet window closed during the checks",
                WaitsCaused.NONE));
    assertThat(chronicle.deeds()).containsExactly("PREFLIGHT");
  }

  /** Its checks ask replicas, each at the other end of some line. */
  @Test
  void whatNeedsNoQuietMayBeCheckedForLong() throws InterruptedException {
    checksTake = Duration.ofSeconds(9);
    AttemptResult done = new Yielded(AbortReason.ASKED, "it was begun", WaitsCaused.NONE);
    RunExecutor deeds =
        new RunExecutor(
            new Preflight(plan -> facts(), PreflightPolicy.DEFAULT),
            Map.of(ShrinkMethod.PURGE_BINARY_LOGS, (approved, around, runLog) -> done),
            pace);

    AttemptResult result =
        deeds.attempt(
            ApprovedPlans.approved(Plans.plan(ORDERS, ShrinkMethod.PURGE_BINARY_LOGS)),
            QuietWindows.opened(ORDERS, pace.nanos()),
            surroundings,
            log);

    assertThat(result).isEqualTo(done);
  }

  @Test
  void doesNotWorkThroughAWindowForAnotherTable() {
    assertThatThrownBy(() -> attempt(CARTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a window for shop.carts, not shop.orders");
    assertThat(chronicle.deeds()).isEmpty();
  }

  private AttemptResult attempt(TableName windowFor) throws InterruptedException {
    return executor.attempt(
        ApprovedPlans.approved(Plans.plan()),
        QuietWindows.opened(windowFor, pace.nanos()),
        surroundings,
        log);
  }

  private ServerFacts facts() {
    if (isOutOfReach) {
      throw new IllegalStateException("no answer");
    }
    try {
      pace.pause(checksTake);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return facts;
  }
}
