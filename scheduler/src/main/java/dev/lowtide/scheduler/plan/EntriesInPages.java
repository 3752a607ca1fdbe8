package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.SizeRange;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;

/**
 * Entries put into pages of their own again. Of a compressed table, whose entries say little about
 * its pages, only what belongs to nobody is taken away.
 */
public final class EntriesInPages implements RebuildSize {

  @Override
  public SizeRange of(Measurement measured, ShrinkMethod method) {
    ByteSize likely =
        measured.isCompressed()
            ? measured.fileSize().minus(measured.free())
            : new ByteSize((long) entries(measured, method) + Estimator.FILE_OVERHEAD_BYTES);
    long error = Math.round(likely.bytes() * Math.abs(measured.error()));
    return new SizeRange(
        within(measured, likely.bytes() - error),
        within(measured, likely.bytes()),
        within(measured, likely.bytes() + error));
  }

  private static double entries(Measurement measured, ShrinkMethod method) {
    return measured.indexes().stream().mapToDouble(index -> bytes(index, method)).sum();
  }

  /** Entries that are marked as deleted are copied by nobody. */
  private static double bytes(IndexSpace index, ShrinkMethod method) {
    double fill = index.isClustered() ? Estimator.PAGE_OVERHEAD : Estimator.overhead(method);
    return index.entryBytes().bytes() * fill + index.longValues().bytes();
  }

  /** A rebuild that would leave more than there is gives nothing back, and nobody begins it. */
  private static ByteSize within(Measurement measured, long bytes) {
    return new ByteSize(Math.max(0, Math.min(measured.fileSize().bytes(), bytes)));
  }
}
