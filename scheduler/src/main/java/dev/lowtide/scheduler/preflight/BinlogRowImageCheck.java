package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Rows are logged with all of their columns, the key's among them, before and after. */
final class BinlogRowImageCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect(
            "binlog-row-image",
            "binlog_row_image",
            "FULL",
            "a row must be logged with all of its key");
  }
}
