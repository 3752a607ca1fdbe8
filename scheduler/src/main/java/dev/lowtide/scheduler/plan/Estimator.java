package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.IoCost;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.time.Instant;

/**
 * Guesses from row counts and sampled widths what a rebuilt table would occupy.
 *
 * <p>DATA_FREE knows only of whole free extents, so after scattered deletes it says a fraction of
 * what a rebuild gives back; it serves only where rows cannot be counted as they lie on disk.
 */
final class Estimator {

  /** Of a 16 KiB page this many bytes are for records; a sixteenth is left free on insert. */
  static final double PAGE_OVERHEAD = 16384.0 / (16252 * 15.0 / 16);

  /** Header, transaction id, roll pointer and a share of the page directory of each record. */
  private static final int ROW_OVERHEAD_BYTES = 21;

  /** Entries of secondary indexes have no transaction id and no roll pointer. */
  private static final int KEY_OVERHEAD_BYTES = 8;

  /** Rows arrive in key order, entries of other indexes do not: their pages end up 62–80 % full. */
  private static final double RANDOM_INSERT_OVERHEAD = 1 / 0.7;

  /** Sorted first: pages end up 99 % full. */
  private static final double SORTED_OVERHEAD = 1 / 0.99;

  /** A row in the binary log has its columns, and few bytes of events around them. */
  private static final double LOGGED_OVERHEAD = 1.1;

  /** Locks, a mark, the last changes, and a rename; whatever the size. */
  private static final Duration COPY_CUT_OVER = Duration.ofMillis(60);

  /** Dictionary pages, and the extents that a growing file takes ahead of need. */
  static final long FILE_OVERHEAD_BYTES = 5L << 20;

  /** The old file leaves the buffer pool while the table is locked: 1.2 ms a MiB, measured. */
  private static final double CUT_OVER_MILLIS_PER_MIB = 1.2;

  private static final long CUT_OVER_MILLIS = 30;

  /** TABLE_ROWS is off by up to half, as the documentation of TABLES says. */
  private static final double ROWS_ERROR = 0.5;

  private Estimator() {}

  /**
   * A guess.
   *
   * @param whyNotMeasured in words
   */
  static Estimate estimate(
      TableDescription table, ShrinkMethod method, String whyNotMeasured, Instant now) {
    Tablespace tablespace = table.facts().tablespace();
    boolean isCompressed = table.isCompressed();
    ByteSize rebuilt =
        isCompressed
            ? tablespace.fileSize().minus(tablespace.dataFree())
            : atMost(tablespace.fileSize(), rebuilt(table, method));
    ByteSize logged =
        logged(method, new ByteSize((long) (tablespace.rowsEstimate() * table.rowBytes())));
    return new Estimate(
        tablespace.fileSize().minus(rebuilt),
        atMost(tablespace.fileSize(), new ByteSize((long) (rebuilt.bytes() * ROWS_ERROR))),
        ByteSize.ZERO,
        rebuilt.plus(logged),
        io(tablespace.fileSize(), rebuilt, logged),
        Forecast.NONE,
        cutOver(tablespace.fileSize(), method),
        Payback.UNKNOWN,
        new Evidence(Evidence.Kind.STATISTICS, now, ByteSize.ZERO),
        new Work(
            method, rebuilt, tablespace.rowsEstimate(), table.secondaryKeys(), table.rowShape()),
        basis(table, isCompressed) + "; not measured: " + whyNotMeasured);
  }

  private static String basis(TableDescription table, boolean isCompressed) {
    Tablespace tablespace = table.facts().tablespace();
    return isCompressed
        ? "DATA_FREE, because rows of compressed tables cannot be sized by SQL; usually too low"
        : "about "
            + tablespace.rowsEstimate()
            + " rows of "
            + Math.round(table.rowBytes())
            + " bytes and "
            + table.secondaryKeys()
            + " secondary indexes; DATA_FREE says "
            + tablespace.dataFree();
  }

  private static ByteSize rebuilt(TableDescription table, ShrinkMethod method) {
    double rows = table.facts().tablespace().rowsEstimate();
    double clustered = rows * (table.rowBytes() + ROW_OVERHEAD_BYTES) * PAGE_OVERHEAD;
    double entries =
        rows * (table.secondaryKeyBytes() + (double) table.secondaryKeys() * KEY_OVERHEAD_BYTES);
    return new ByteSize((long) (clustered + entries * overhead(method)) + FILE_OVERHEAD_BYTES);
  }

  static double overhead(ShrinkMethod method) {
    return switch (method) {
      case COPY_UNDER_HOLD -> RANDOM_INSERT_OVERHEAD;
      case SHADOW_COPY -> SORTED_OVERHEAD;
      default -> throw method.notOfTables();
    };
  }

  /** Rows that are copied behind live traffic are written to the binary log as well. */
  static ByteSize logged(ShrinkMethod method, ByteSize rows) {
    return switch (method) {
      case COPY_UNDER_HOLD -> ByteSize.ZERO;
      case SHADOW_COPY -> new ByteSize((long) (rows.bytes() * LOGGED_OVERHEAD));
      default -> throw method.notOfTables();
    };
  }

  /**
   * The old table is read to be copied and to be compared, the new one to be compared; what is
   * written goes to its place, to the doublewrite buffer, and as rows to the redo log.
   */
  static IoCost io(ByteSize fileSize, ByteSize rebuilt, ByteSize logged) {
    ByteSize twice = rebuilt.plus(rebuilt);
    return new IoCost(fileSize.plus(fileSize).plus(rebuilt), twice.plus(rebuilt), logged);
  }

  static Duration cutOver(ByteSize fileSize, ShrinkMethod method) {
    return switch (method) {
      case COPY_UNDER_HOLD ->
          Duration.ofMillis(
              CUT_OVER_MILLIS + Math.round(fileSize.mebibytes() * CUT_OVER_MILLIS_PER_MIB));
      case SHADOW_COPY -> COPY_CUT_OVER;
      default -> throw method.notOfTables();
    };
  }

  static ByteSize larger(ByteSize a, ByteSize b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static ByteSize atMost(ByteSize limit, ByteSize size) {
    return size.compareTo(limit) < 0 ? size : limit;
  }
}
