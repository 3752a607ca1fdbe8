package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Packing;
import dev.lowtide.scheduler.estimate.Source;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a measurement of what was found in a table, or in one of its partitions. */
final class PartMeasurement {

  /** InnoDB's name for the order of rows without a key. */
  private static final String HIDDEN_KEY = "GEN_CLUST_INDEX";

  /** What cannot be seen by SQL: entries that were counted a moment ago, and lengths in between. */
  private static final double UNSEEN_ERROR = 0.03;

  /** How a text is compressed is not quite how a page is. */
  private static final double COMPRESSED_ERROR = 0.15;

  /** Of a compressed page: headers, and what describes its columns. */
  private static final int COMPRESSED_HEADER_BYTES = 110;

  /** A page in memory, of which a sixteenth is left free, and what is around its entries. */
  private static final double IN_MEMORY_SHARE = 15.0 / 16;

  private static final int PAGE_OVERHEAD_BYTES = 132;

  private final StoredTable stored;
  private final RecordFormat format;
  private final MeasuredPart part;
  private final IndexPages pages;
  private final int pageSize;

  PartMeasurement(StoredTable stored, RecordFormat format, MeasuredPart part, IndexPages pages) {
    this.stored = stored;
    this.format = format;
    this.part = part;
    this.pages = pages;
    this.pageSize = part.file().zipPageSize() > 0 ? part.file().zipPageSize() : format.pageSize();
  }

  Measurement measurement(Duration took) {
    List<IndexSpace> indexes = indexes();
    ByteSize size = part.file().size();
    ByteSize allocated =
        indexes.stream().map(IndexSpace::allocated).reduce(ByteSize.ZERO, ByteSize::plus);
    ByteSize free = size.minus(allocated);
    return new Measurement(
        Source.SQL,
        size,
        new ByteSize(pageSize),
        isCompressed(),
        indexes,
        free.compareTo(ByteSize.ZERO) > 0 ? free : ByteSize.ZERO,
        error(),
        part.read(),
        took,
        basis());
  }

  private List<IndexSpace> indexes() {
    RowSample sample = part.sample();
    List<IndexSpace> indexes = new ArrayList<>();
    double longPages = part.rows() * sample.longPages() * (isCompressed() ? part.packed() : 1);
    long longBytes = Math.round(longPages * (isCompressed() ? format.pageSize() : pageSize));
    String name = stored.hasKey() ? stored.keyIndex() : HIDDEN_KEY;
    indexes.add(index(name, true, sample.rowBytes(), longBytes, sample.rowWidths()));
    for (int i = 0; i < stored.secondary().size(); i++) {
      String secondary = stored.secondary().get(i).name();
      indexes.add(index(secondary, false, sample.entryBytes(i), 0, sample.entryWidths(i)));
    }
    return indexes;
  }

  private IndexSpace index(
      String name, boolean isClustered, double each, long longBytes, Widths widths) {
    double bytes = part.rows() * each;
    return new IndexSpace(
        name,
        isClustered,
        Math.round(part.rows()),
        new ByteSize(Math.round(bytes)),
        new ByteSize(longBytes),
        new ByteSize(pages.of(name) * pageSize),
        new ByteSize(Math.round(bytes * part.unpurged())),
        new Packing(widths.atRanks(), 0, capacity(), false, format.isRedundant()));
  }

  /** Bytes as they are in memory that a compressed page holds; 0 for one that is not. */
  private int capacity() {
    if (!isCompressed()) {
      return 0;
    }
    double inMemory = (format.pageSize() - PAGE_OVERHEAD_BYTES) * IN_MEMORY_SHARE;
    double packed = (pageSize - COMPRESSED_HEADER_BYTES) / Math.max(0.01, part.packed());
    return (int) Math.min(inMemory, packed);
  }

  private boolean isCompressed() {
    return part.file().zipPageSize() > 0;
  }

  private double error() {
    double sampled = Math.hypot(part.rowsError(), part.sample().error());
    return Math.min(1, Math.hypot(sampled, isCompressed() ? COMPRESSED_ERROR : UNSEEN_ERROR));
  }

  private String basis() {
    long rows = Math.round(part.rows());
    String counted = part.isCounted() ? rows + " rows, counted" : "about " + rows + " rows";
    String how =
        part.isCounted()
            ? ""
            : stored.hasKey() ? ", from counts in ranges of the key" : ", as the server estimates";
    String unusual = stored.unusual().isEmpty() ? "" : "; " + String.join(", ", stored.unusual());
    String statistics =
        pages.asOf().isEmpty()
            ? "; no statistics of its indexes"
            : "; statistics of its indexes from " + pages.asOf();
    return counted + how + ", " + part.sampled() + " of them measured" + unusual + statistics;
  }
}
