package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;

/** The binary log is kept for longer than a copy may take. */
final class BinlogRetentionCheck implements PreflightCheck {

  /** A copy that gives way to clients most of the time; alone it makes ten times as much. */
  private static final ByteSize AT_LEAST_PER_SECOND = ByteSize.ofMebibytes(1);

  /** However small the table, it is compared, and waits for its moment. */
  private static final Duration AT_LEAST = Duration.ofHours(1);

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    if (facts.variables().find("binlog_expire_logs_auto_purge").isPresent()
        && !facts.variables().isOn("binlog_expire_logs_auto_purge")) {
      return CheckResult.passed("binlog-retention", "the binary log is not purged by itself");
    }
    Duration kept = kept(facts.variables());
    if (kept.isZero()) {
      return CheckResult.passed("binlog-retention", "the binary log is kept for ever");
    }
    Duration needed = forecast(plan).multipliedBy(2);
    String text =
        "the binary log is kept for "
            + hours(kept)
            + ", and the copy may take "
            + hours(forecast(plan));
    return kept.compareTo(needed) >= 0
        ? CheckResult.passed("binlog-retention", text)
        : CheckResult.refused(
            "binlog-retention",
            text
                + " (expected: twice as long; SET PERSIST binlog_expire_logs_seconds = "
                + needed.toSeconds()
                + ")");
  }

  private static Duration kept(Variables variables) {
    long seconds = variables.number("binlog_expire_logs_seconds", 0);
    return seconds > 0
        ? Duration.ofSeconds(seconds)
        : Duration.ofDays(variables.number("expire_logs_days", 0));
  }

  private static Duration forecast(ShrinkPlan plan) {
    long bytes = plan.facts().tablespace().fileSize().bytes();
    return AT_LEAST.plusSeconds(bytes / AT_LEAST_PER_SECOND.bytes());
  }

  private static String hours(Duration duration) {
    long tenths = Math.round(duration.toSeconds() / 360.0);
    return tenths / 10 + "." + tenths % 10 + " h";
  }
}
