package dev.lowtide.scheduler.estimate;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.List;

/**
 * What was found in one table's file or files, all partitions together.
 *
 * @param pageSize of the file, 4 to 64 KiB; of a compressed table that of its pages on disk
 * @param isCompressed whether ROW_FORMAT=COMPRESSED
 * @param free bytes in extents and pages that belong to nobody
 * @param error of the bytes that are alive, as a share of them: two standard errors of the sample
 *     and what else is not certain
 * @param bytesRead to find it out
 * @param basis what it rests on, in words that a person can follow
 * @param parts each file's own, where there are several: every partition has its own page ends and
 *     its own slack
 */
public record Measurement(
    Source source,
    ByteSize fileSize,
    ByteSize pageSize,
    boolean isCompressed,
    List<IndexSpace> indexes,
    ByteSize free,
    double error,
    ByteSize bytesRead,
    Duration took,
    String basis,
    List<Measurement> parts) {

  public Measurement {
    indexes = List.copyOf(indexes);
    parts = List.copyOf(parts);
  }

  /** Of one file, or of several of which only the sums are known. */
  public Measurement(
      Source source,
      ByteSize fileSize,
      ByteSize pageSize,
      boolean isCompressed,
      List<IndexSpace> indexes,
      ByteSize free,
      double error,
      ByteSize bytesRead,
      Duration took,
      String basis) {
    this(
        source,
        fileSize,
        pageSize,
        isCompressed,
        indexes,
        free,
        error,
        bytesRead,
        took,
        basis,
        List.of());
  }

  /**
   * Entries that are marked as deleted: neither alive nor to be given back before they are purged.
   */
  public ByteSize unpurged() {
    return indexes.stream().map(IndexSpace::unpurged).reduce(ByteSize.ZERO, ByteSize::plus);
  }

  /** Bytes of entries that are alive and of their long values. */
  public ByteSize alive() {
    return indexes.stream()
        .map(index -> index.entryBytes().plus(index.longValues()))
        .reduce(ByteSize.ZERO, ByteSize::plus);
  }

  /** The error of several together: what each may be wrong by, over all that is alive in them. */
  public static double errorOf(List<Measurement> parts) {
    double alive = parts.stream().mapToDouble(part -> part.alive().bytes()).sum();
    double wrong = parts.stream().mapToDouble(part -> part.error() * part.alive().bytes()).sum();
    return alive == 0 ? 0 : wrong / alive;
  }
}
