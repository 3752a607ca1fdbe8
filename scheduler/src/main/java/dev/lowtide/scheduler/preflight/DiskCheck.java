package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.OptionalLong;

/** The new file fits beside the old one. */
final class DiskCheck implements PreflightCheck {

  /** For the binary log, sorts and whatever else goes on meanwhile. */
  private static final ByteSize RESERVE = ByteSize.ofMebibytes(256);

  private final PreflightPolicy policy;

  DiskCheck(PreflightPolicy policy) {
    this.policy = policy;
  }

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    ByteSize needed = needed(plan);
    OptionalLong seen = facts.disk().freeForData();
    if (seen.isEmpty()) {
      return CheckResult.passed("disk", "free space cannot be seen from here; nothing is known");
    }
    ByteSize free = new ByteSize(seen.getAsLong());
    String text = free + " are free, " + needed + " may be needed";
    return free.compareTo(needed) >= 0
        ? CheckResult.passed("disk", text)
        : CheckResult.refusedForNow("disk", text + " (expected: room for a second copy)");
  }

  /** A copy writes its rows twice: into the shadow, and into the binary log. */
  private ByteSize needed(ShrinkPlan plan) {
    return switch (plan.method()) {
      case COPY_UNDER_HOLD -> plan.facts().tablespace().fileSize().plus(RESERVE);
      case SHADOW_COPY, EXCHANGE_PARTITION ->
          plan.estimate().temporaryDisk().plus(policy.diskReserve());
      case UNDO_TRUNCATE, TRUNCATE_PARTITION, DROP_TABLESPACE, PURGE_BINARY_LOGS ->
          plan.estimate().temporaryDisk().plus(RESERVE);
    };
  }
}
