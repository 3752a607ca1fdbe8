package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.OptionalLong;

/** The indexes that are added at the end can be sorted. */
final class SortingDiskCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    OptionalLong seen = facts.disk().freeForSorting();
    if (seen.isEmpty() || facts.table().addedLater().isEmpty()) {
      return CheckResult.passed("sorting-disk", "nothing to sort, or it cannot be seen from here");
    }
    ByteSize free = new ByteSize(seen.getAsLong());
    ByteSize needed = facts.disk().largestIndex();
    String text = free + " are free for sorting, " + needed + " may be needed";
    return free.compareTo(needed) >= 0
        ? CheckResult.passed("sorting-disk", text)
        : CheckResult.refusedForNow(
            "sorting-disk", text + " (expected: room for the largest index; or set innodb_tmpdir)");
  }
}
