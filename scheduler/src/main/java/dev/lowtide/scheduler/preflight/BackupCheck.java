package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** No backup is at work: neither LOCK INSTANCE nor FLUSH TABLES WITH READ LOCK. */
final class BackupCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> backups = facts.sessions().backups();
    return backups.isEmpty()
        ? CheckResult.passed("backup", "no backup is at work")
        : CheckResult.refusedForNow(
            "backup",
            "a backup is at work: "
                + String.join(", ", backups)
                + " (expected: none; wait for it)");
  }
}
