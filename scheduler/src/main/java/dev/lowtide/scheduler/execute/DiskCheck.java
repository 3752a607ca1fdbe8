package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The new file fits beside the old one. */
final class DiskCheck implements PreflightCheck {

  /** For the binary log, sorts and whatever else goes on meanwhile. */
  private static final ByteSize RESERVE = ByteSize.ofMebibytes(256);

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    if (facts.freeDisk().isEmpty()) {
      return CheckResult.passed("disk", "free space cannot be seen from here; nothing is known");
    }
    ByteSize free = new ByteSize(facts.freeDisk().getAsLong());
    ByteSize needed = plan.facts().tablespace().fileSize().plus(RESERVE);
    String text = free + " are free, " + needed + " may be needed";
    return free.compareTo(needed) >= 0
        ? CheckResult.passed("disk", text)
        : CheckResult.refusedForNow("disk", text + " (expected: room for a second copy)");
  }
}
