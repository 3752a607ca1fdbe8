package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** No other table is being copied on this server. */
final class OtherCopiesCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> others =
        facts.ours().copies().stream()
            .filter(copy -> copy.phase() != CopyPhase.KEPT)
            .filter(copy -> !copy.table().original().equals(plan.table()))
            .map(copy -> copy.table().original() + " by " + copy.owner())
            .toList();
    return others.isEmpty()
        ? CheckResult.passed("other-copies", "no other table is being copied")
        : CheckResult.refusedForNow(
            "other-copies",
            "being copied are "
                + String.join(", ", others)
                + " (expected: one copy at a time; wait for it, or abort it)");
  }
}
