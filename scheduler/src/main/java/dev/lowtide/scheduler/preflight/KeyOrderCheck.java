package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.TableShape.Part;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The key runs in one direction, so that it can be read in order without sorting. */
final class KeyOrderCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {

    long descending =
        facts.table().key().stream()
            .flatMap(key -> key.parts().stream())
            .filter(Part::isDescending)
            .count();
    long parts = facts.table().key().stream().mapToLong(key -> key.parts().size()).sum();
    return descending > 0 && descending < parts
        ? CheckResult.refused(
            "key-order",
            "the key "
                + facts.table().keyIndex()
                + " of "
                + plan.table()
                + " is descending in "
                + descending
                + " of "
                + parts
                + " columns (expected: all or none; or the method copy-under-hold)")
        : CheckResult.passed("key-order", "the key runs in one direction");
  }
}
