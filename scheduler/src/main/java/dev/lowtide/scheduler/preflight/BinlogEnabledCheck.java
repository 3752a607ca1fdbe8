package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Changes are written to a binary log, from which the copy learns of them. */
final class BinlogEnabledCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect("binlog", "log_bin", "ON", "start the server without --skip-log-bin");
  }
}
