package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/**
 * Says what becomes of the copy when the server starts anew: with sync_binlog other than 1 the log
 * may then lack what the rows have, so the copy must begin anew. What the rows lack and the log has
 * (innodb_flush_log_at_trx_commit) does no harm: rows are read as they are.
 */
final class BinlogSyncCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    String value = facts.variables().text("sync_binlog");
    return value.equals("1")
        ? CheckResult.passed("binlog-sync", "sync_binlog is 1")
        : CheckResult.passed(
            "binlog-sync",
            "sync_binlog is "
                + value
                + " (better: 1): if the server starts anew meanwhile, the copy begins anew, because"
                + " the binary log may have lost its last changes");
  }
}
