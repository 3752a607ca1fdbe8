package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A chunk of rows fits the binary log's cache as one transaction. */
final class BinlogCacheCheck implements PreflightCheck {

  /** A chunk is some megabytes, or one row if that is larger; the default is without a limit. */
  private static final ByteSize CHUNK_MAX = ByteSize.ofMebibytes(64);

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    long bytes = facts.variables().number("max_binlog_cache_size", Long.MAX_VALUE);
    return bytes >= CHUNK_MAX.bytes()
        ? CheckResult.passed("binlog-cache", "a chunk of rows fits the binary log's cache")
        : CheckResult.refused(
            "binlog-cache",
            "max_binlog_cache_size is "
                + new ByteSize(bytes)
                + " (expected: at least "
                + CHUNK_MAX
                + ", for a chunk of rows in one transaction; SET GLOBAL max_binlog_cache_size)");
  }
}
