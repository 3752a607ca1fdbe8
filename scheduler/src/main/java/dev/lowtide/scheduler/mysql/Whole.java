package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All parts of a table together; those that were not looked at are taken to be like the others.
 *
 * @param looked the files that were measured, in the order of what was found
 */
record Whole(List<DataFile> files, List<DataFile> looked, List<MeasuredPart> parts) {

  /** InnoDB's name for the order of rows without a key. */
  private static final String HIDDEN_KEY = "GEN_CLUST_INDEX";

  Whole {
    files = List.copyOf(files);
    looked = List.copyOf(looked);
    parts = List.copyOf(parts);
  }

  ByteSize fileSize() {
    return size(files);
  }

  ByteSize bytesRead() {
    return parts.stream().map(MeasuredPart::read).reduce(ByteSize.ZERO, ByteSize::plus);
  }

  IndexSpace clustered(StoredTable stored, IndexPages pages, int pageSize) {
    String name = stored.hasKey() ? stored.keyIndex() : HIDDEN_KEY;
    return space(
        name,
        true,
        part -> part.sample().rowBytes() * part.compressed(),
        sum(part -> part.rows() * part.sample().longPages() * pageSize * part.compressed()),
        pages.of(name) * pageSize);
  }

  IndexSpace secondary(StoredIndex index, int place, IndexPages pages, int pageSize) {
    return space(
        index.name(),
        false,
        part -> part.sample().entryBytes(place) * part.compressed(),
        0,
        pages.of(index.name()) * pageSize);
  }

  /** Of the parts' errors each counts as much as it has rows. */
  double error() {
    double rows = sum(MeasuredPart::rows);
    double squares = 0;
    for (MeasuredPart part : parts) {
      double share = rows == 0 ? 0 : part.rows() * beyond() / rows;
      double error = Math.hypot(part.rowsError(), part.sample().error());
      squares += share * share * error * error;
    }
    double unseen = 1 - 1 / beyond();
    return Math.sqrt(squares) + unseen;
  }

  String basis(StoredTable stored, IndexPages pages) {
    long rows = Math.round(sum(MeasuredPart::rows));
    int sampled = parts.stream().mapToInt(MeasuredPart::sampled).sum();
    boolean isCounted = parts.stream().allMatch(MeasuredPart::isCounted) && beyond() == 1;
    StringBuilder basis =
        new StringBuilder(isCounted ? "by SQL: " : "by SQL: about ")
            .append(rows)
            .append(isCounted ? " rows, counted, " : " rows, from counts in ranges of the key, ")
            .append(sampled)
            .append(" of them measured");
    if (looked.size() < files.size()) {
      basis.append("; the largest ").append(looked.size()).append(" of ").append(files.size());
      basis.append(" partitions were looked at");
    }
    if (!stored.unusual().isEmpty()) {
      basis.append("; ").append(String.join(", ", stored.unusual()));
    }
    basis.append(
        pages.asOf().isEmpty()
            ? "; no statistics of its indexes"
            : "; statistics of its indexes from " + pages.asOf());
    return basis.toString();
  }

  private IndexSpace space(
      String name,
      boolean isClustered,
      ToDoubleFunction<MeasuredPart> bytes,
      double longValues,
      long allocated) {
    double entryBytes = sum(part -> part.rows() * bytes.applyAsDouble(part));
    double unpurged = sum(part -> part.rows() * part.unpurged() * bytes.applyAsDouble(part));
    return new IndexSpace(
        name,
        isClustered,
        Math.round(sum(MeasuredPart::rows)),
        new ByteSize(Math.round(entryBytes)),
        new ByteSize(Math.round(longValues)),
        new ByteSize(allocated),
        new ByteSize(Math.round(unpurged)));
  }

  private double sum(ToDoubleFunction<MeasuredPart> value) {
    return parts.stream().mapToDouble(value).sum() * beyond();
  }

  /** How many times as large all files are as those that were looked at. */
  private double beyond() {
    long seen = size(looked).bytes();
    return seen == 0 ? 1 : (double) fileSize().bytes() / seen;
  }

  private static ByteSize size(List<DataFile> files) {
    return files.stream().map(DataFile::size).reduce(ByteSize.ZERO, ByteSize::plus);
  }
}
