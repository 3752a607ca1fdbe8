package dev.lowtide.scheduler.preflight;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** No table of ours is in the way that the registry does not know of. */
final class LeftoversCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    TableName shadow = new TableName(CopyTable.SHADOWS, plan.table().table());
    boolean isThere = facts.ours().tables().contains(shadow);
    boolean isKnown =
        facts.ours().copies().stream().anyMatch(copy -> copy.table().shadow().equals(shadow));
    return isThere && !isKnown
        ? CheckResult.refused(
            "leftovers",
            shadow
                + " exists, and the registry does not know whose it is (expected: no such table;"
                + " DROP TABLE "
                + shadow.quoted()
                + " after a look)")
        : CheckResult.passed("leftovers", "nothing is in the way of the shadow");
  }
}
