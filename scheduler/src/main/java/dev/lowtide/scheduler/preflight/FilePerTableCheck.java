package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** New tables get a file of their own. */
final class FilePerTableCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect(
            "file-per-table",
            "innodb_file_per_table",
            "ON",
            "else the new table lands in the system tablespace, which never shrinks");
  }
}
