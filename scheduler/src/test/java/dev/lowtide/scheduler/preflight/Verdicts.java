package dev.lowtide.scheduler.preflight;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** How checks come out for a copy of shop.orders, 100 MiB large. */
final class Verdicts {

  static final ShrinkPlan COPY = Plans.plan(ORDERS, ShrinkMethod.SHADOW_COPY);

  private Verdicts() {}

  static void assertPassed(PreflightCheck check, ServerFacts facts) {
    assertThat(check.check(COPY, facts)).matches(CheckResult::isPassed, "passed");
  }

  static void assertRefused(PreflightCheck check, ServerFacts facts, String... words) {
    assertRefused(check, COPY, facts, words);
  }

  static void assertRefused(
      PreflightCheck check, ShrinkPlan plan, ServerFacts facts, String... words) {
    CheckResult result = check.check(plan, facts);
    assertThat(result).matches(CheckResult::isLasting, "refused for good");
    assertThat(result.text()).contains(words).contains("expected: ");
  }

  static void assertRefusedForNow(PreflightCheck check, ServerFacts facts, String... words) {
    CheckResult result = check.check(COPY, facts);
    assertThat(result).matches(r -> !r.isPassed() && r.mayPassLater(), "refused for now");
    assertThat(result.text()).contains(words).contains("expected: ");
  }
}
