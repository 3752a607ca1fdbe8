package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/**
 * Transactions become visible in the order of the log: what comes before a mark has been seen by
 * whoever saw the mark.
 */
final class BinlogOrderCommitsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect(
            "binlog-order",
            "binlog_order_commits",
            "ON",
            "rows must not become visible after later ones in the log");
  }
}
