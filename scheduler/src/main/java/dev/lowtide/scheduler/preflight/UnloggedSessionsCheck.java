package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** No session at work writes past the binary log, or as statements, or with parts of rows. */
final class UnloggedSessionsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> sessions = facts.sessions().unlogged();
    return sessions.isEmpty()
        ? CheckResult.passed("unlogged", "all sessions write full rows to the binary log")
        : CheckResult.refusedForNow(
            "unlogged",
            "writes would be missed of "
                + String.join(", ", sessions)
                + " (expected: sql_log_bin = 1, binlog_format = ROW and binlog_row_image = FULL in"
                + " every session; they took it over when they began, or have set it)");
  }
}
