package dev.lowtide.scheduler.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;

/** An attempt in a world of fakes, and what its tests ask of it. */
abstract class CopyScenario {

  static final Duration LOOK_EVERY = Duration.ofMillis(20);
  static final Duration WHILE_COPYING = Duration.ofMillis(150);
  static final Duration SECOND = Duration.ofSeconds(1);

  final ScriptedPace pace = new ScriptedPace();
  final Chronicle chronicle = new Chronicle(pace);
  final FakeServer server = new FakeServer(pace, chronicle);
  final FakeOnlooker onlooker = new FakeOnlooker(pace, chronicle, server);
  final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  final FakeSurroundings surroundings = new FakeSurroundings();
  final FakeRunLog log = new FakeRunLog(chronicle);

  ShrinkPlan plan = Plans.plan();

  AttemptResult run() throws InterruptedException {
    return new CopyUnderHold(
            plan, server, server.statement, onlooker, traffic, surroundings, pace, log)
        .run();
  }

  void assertGivenUp(AttemptResult result, AbortReason reason) {
    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(((Yielded) result).reason()).isEqualTo(reason);
    assertThat(chronicle.deeds()).containsOnlyOnce("kill", "YIELDING");
    assertThat(server.statement.ending()).isPresent();
    assertTakenBack();
  }

  void assertTakenBack() {
    assertThat(traffic.isEverybodyReleased()).isTrue();
    assertThat(chronicle.deeds()).doesNotContain("open view", "VERIFYING", "read rebuilt");
  }

  static void assertUnproven(AttemptResult result) {
    assertThat(result).isInstanceOf(Rebuilt.class);
    Verification verification = ((Rebuilt) result).verification();
    assertThat(verification.verdict()).isEqualTo(Verdict.UNPROVEN);
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
