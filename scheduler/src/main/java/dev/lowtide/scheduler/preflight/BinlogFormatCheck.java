package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Changes are logged row by row; a statement does not say which rows it changed. */
final class BinlogFormatCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect(
            "binlog-format",
            "binlog_format",
            "ROW",
            "statements do not say which rows they change");
  }
}
