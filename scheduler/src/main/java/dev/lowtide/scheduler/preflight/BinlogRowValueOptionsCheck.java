package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Rows are logged whole; parts of JSON come in events of another kind. */
final class BinlogRowValueOptionsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect(
            "binlog-row-values",
            "binlog_row_value_options",
            "",
            "parts of rows are events of another kind");
  }
}
