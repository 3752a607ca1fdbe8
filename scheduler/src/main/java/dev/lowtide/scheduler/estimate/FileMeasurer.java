package dev.lowtide.scheduler.estimate;

import dev.lowtide.scheduler.innodb.IndexScan;
import dev.lowtide.scheduler.innodb.ScanLimits;
import dev.lowtide.scheduler.innodb.ScanOutcome;
import dev.lowtide.scheduler.innodb.ScanOutcome.Scanned;
import dev.lowtide.scheduler.innodb.ScanOutcome.Unscanned;
import dev.lowtide.scheduler.innodb.SpaceScan;
import dev.lowtide.scheduler.innodb.SpaceScanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Measures a table by its files. Whose files they are is for the caller to know: one of a table, or
 * one of each partition.
 *
 * <p>Files hold what the server has written. What it has changed since lies in its buffer pool, so
 * a measurement right after a large deletion sees rows that are gone; see {@link SpaceScan}. Safe
 * for any thread.
 */
public final class FileMeasurer {

  private static final String UNNAMED = "index ";

  private final SpaceScanner scanner;
  private final BooleanSupplier isStopped;

  public FileMeasurer(ScanLimits limits) {
    this(limits, () -> false);
  }

  /**
   * One that can be stopped.
   *
   * @param isStopped is asked before every read
   */
  public FileMeasurer(ScanLimits limits, BooleanSupplier isStopped) {
    this.scanner = new SpaceScanner(limits);
    this.isStopped = isStopped;
  }

  /**
   * All files together are one measurement.
   *
   * @param names of indexes by their ids in INNODB_INDEXES; one that is missing is named by its id.
   *     Of a general tablespace only those that are named here are this table's
   */
  public Measurer.Outcome measure(List<Path> files, Map<Long, String> names) {
    if (files.isEmpty()) {
      return new Measurer.Unmeasured("no files (expected: at least one)");
    }
    List<Measurement> parts = new ArrayList<>();
    for (Path file : files) {
      ScanOutcome outcome = scanner.scan(file, isStopped);
      if (outcome instanceof Unscanned unscanned) {
        return new Measurer.Unmeasured(unscanned.reason());
      }
      if (outcome instanceof Scanned scanned) {
        parts.add(of(scanned.scan(), names));
      }
    }
    return new Measurer.Measured(parts.size() == 1 ? parts.get(0) : together(parts));
  }

  /** One file's measurement. */
  public static Measurement of(SpaceScan scan, Map<Long, String> names) {
    List<IndexScan> own =
        scan.indexes().stream()
            .filter(index -> !index.isSdi())
            .filter(index -> !scan.isShared() || names.isEmpty() || names.containsKey(index.id()))
            .toList();
    List<IndexSpace> indexes = new ArrayList<>();
    for (IndexScan index : own) {
      indexes.add(space(index, indexes.isEmpty(), scan.pageSize(), names));
    }
    ByteSize allocated = sum(indexes.stream().map(IndexSpace::allocated).toList());
    boolean isTenant = scan.isShared() && !names.isEmpty();
    long free =
        (scan.freePages() + scan.reservedPages() + scan.freeFragmentPages()) * scan.pageSize();
    return new Measurement(
        Source.FILES,
        isTenant ? allocated : new ByteSize(scan.fileBytes()),
        new ByteSize(scan.pageSize()),
        scan.isCompressed(),
        indexes,
        isTenant ? ByteSize.ZERO : new ByteSize(free),
        error(scan, own),
        new ByteSize(scan.bytesRead()),
        scan.took(),
        basis(scan));
  }

  /**
   * Indexes come in the order of their ids, and a table's clustered index is made first. Long
   * values do not say of which row they are; rows that are marked as deleted have their share of
   * them.
   */
  private static IndexSpace space(
      IndexScan index, boolean isClustered, int pageSize, Map<Long, String> names) {
    double pages = index.leafPages() + index.nodePages() + index.longPages();
    double all = index.entries() + index.marked();
    double longBytes = index.longPages() * pageSize;
    double unpurgedLong = all == 0 ? 0 : longBytes * index.marked() / all;
    return new IndexSpace(
        names.getOrDefault(index.id(), UNNAMED + index.id()),
        isClustered,
        Math.round(index.entries()),
        size(index.entryBytes()),
        size(longBytes - unpurgedLong),
        size(pages * pageSize),
        size(index.markedBytes() + unpurgedLong),
        new Packing(
            index.widths(),
            index.pointerBytes(),
            index.leafCapacity(),
            index.isSpatial(),
            index.isRedundant()));
  }

  /** Of pages that could not be read, any share may be alive. */
  private static double error(SpaceScan scan, List<IndexScan> indexes) {
    double variance =
        indexes.stream().mapToDouble(i -> i.entryBytesError() * i.entryBytesError()).sum();
    double alive =
        indexes.stream().mapToDouble(i -> i.entryBytes() + i.longPages() * scan.pageSize()).sum();
    double sampled = alive == 0 ? 0 : 2 * Math.sqrt(variance) / alive;
    double missing =
        (double) (scan.unwrittenPages() + scan.tornPages()) / Math.max(1, scan.pagesRead());
    return sampled + missing;
  }

  private static String basis(SpaceScan scan) {
    String read =
        scan.isWhole()
            ? "all %d pages in use".formatted(scan.pagesRead())
            : "%d pages of extents chosen at random".formatted(scan.pagesRead());
    long missing = scan.unwrittenPages() + scan.tornPages();
    return missing == 0 ? read : read + ", %d of them not readable as they lie".formatted(missing);
  }

  private static Measurement together(List<Measurement> parts) {
    Measurement first = parts.get(0);
    return new Measurement(
        Source.FILES,
        sum(parts.stream().map(Measurement::fileSize).toList()),
        first.pageSize(),
        first.isCompressed(),
        byPlace(parts),
        sum(parts.stream().map(Measurement::free).toList()),
        Measurement.errorOf(parts),
        sum(parts.stream().map(Measurement::bytesRead).toList()),
        parts.stream().map(Measurement::took).reduce(Duration.ZERO, Duration::plus),
        parts.size() + " files, " + first.basis() + " of the first",
        parts);
  }

  /**
   * An index has its own tree, and its own id, in every partition. INNODB_INDEXES does not list the
   * ids of all partitions; but they were given in the same order in each, so the place in that
   * order says which index it is.
   */
  private static List<IndexSpace> byPlace(List<Measurement> parts) {
    List<IndexSpace> all = new ArrayList<>(parts.get(0).indexes());
    for (Measurement part : parts.subList(1, parts.size())) {
      if (part.indexes().size() != all.size()) {
        return parts.stream().flatMap(each -> each.indexes().stream()).toList();
      }
      for (int i = 0; i < all.size(); i++) {
        all.set(i, sum(all.get(i), part.indexes().get(i)));
      }
    }
    return all;
  }

  private static IndexSpace sum(IndexSpace a, IndexSpace b) {
    return new IndexSpace(
        isNamed(a) ? a.name() : b.name(),
        a.isClustered(),
        a.entries() + b.entries(),
        a.entryBytes().plus(b.entryBytes()),
        a.longValues().plus(b.longValues()),
        a.allocated().plus(b.allocated()),
        a.unpurged().plus(b.unpurged()),
        a.packing());
  }

  private static boolean isNamed(IndexSpace index) {
    return !index.name().startsWith(UNNAMED);
  }

  private static ByteSize sum(List<ByteSize> sizes) {
    return sizes.stream().reduce(ByteSize.ZERO, ByteSize::plus);
  }

  private static ByteSize size(double bytes) {
    return new ByteSize(Math.round(bytes));
  }
}
