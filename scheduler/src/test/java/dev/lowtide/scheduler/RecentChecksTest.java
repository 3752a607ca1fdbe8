package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentChecksTest {

  private static final ShrinkPlan PLAN = Plans.plan(ORDERS);

  private final List<ShrinkPlan> asked = new ArrayList<>();
  private long nanos;
  private boolean isAway;
  private final RecentChecks checks = new RecentChecks(this::check, () -> nanos);

  @Test
  void theServerIsAskedOnceForAllWhoLook() {
    List<CheckResult> first = checks.of(PLAN);

    assertThat(checks.of(PLAN)).isEqualTo(first).isNotEmpty();
    assertThat(asked).containsExactly(PLAN);
  }

  @Test
  void anotherPlanIsAskedAboutForItself() {
    checks.of(PLAN);
    checks.of(Plans.plan(CARTS));

    assertThat(asked).hasSize(2);
  }

  @Test
  void afterAWhileItIsAskedAgain() {
    checks.of(PLAN);
    nanos += RecentChecks.KEPT_FOR.toNanos();

    checks.of(PLAN);

    assertThat(asked).hasSize(2);
  }

  @Test
  void oneWhoWaitedForAServerThatIsAwayDidSoForAll() {
    isAway = true;
    assertThat(checks.of(PLAN)).isEmpty();
    assertThat(checks.of(PLAN)).isEmpty();
    assertThat(asked).hasSize(1);

    isAway = false;
    nanos += RecentChecks.KEPT_FOR.toNanos();

    assertThat(checks.of(PLAN)).isNotEmpty();
  }

  private List<CheckResult> check(ShrinkPlan plan) {
    asked.add(plan);
    if (isAway) {
      throw new TargetException("target db:3306 does not answer");
    }
    return List.of(CheckResult.passed("disk", "enough"));
  }
}
