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
    String basis) {

  public Measurement {
    indexes = List.copyOf(indexes);
  }

  /**
   * Entries that are marked as deleted: neither alive nor to be given back before they are purged.
   */
  public ByteSize unpurged() {
    return indexes.stream().map(IndexSpace::unpurged).reduce(ByteSize.ZERO, ByteSize::plus);
  }
}
