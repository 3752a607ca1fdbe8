package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's partitions together. Those that were not looked at are taken for one that has of
 * everything as much for its size as the others have.
 *
 * @param files all of them
 * @param measured those that were looked at
 */
record PartsTogether(List<DataFile> files, List<Measurement> measured) {

  /** How far partitions may be from each other: an archive beside one that is written to. */
  private static final double UNSEEN_ERROR = 0.5;

  PartsTogether {
    files = List.copyOf(files);
    measured = List.copyOf(measured);
  }

  Measurement measurement() {
    return files.size() == 1 ? measured.get(0) : together();
  }

  private Measurement together() {
    List<Measurement> parts = new ArrayList<>(measured);
    ByteSize rest = total().minus(sum(measured.stream().map(Measurement::fileSize).toList()));
    if (rest.compareTo(ByteSize.ZERO) > 0) {
      parts.add(unseen(rest));
    }
    Measurement first = measured.get(0);
    return new Measurement(
        first.source(),
        total(),
        first.pageSize(),
        first.isCompressed(),
        parts.stream().flatMap(part -> part.indexes().stream()).toList(),
        sum(parts.stream().map(Measurement::free).toList()),
        Measurement.errorOf(parts),
        sum(parts.stream().map(Measurement::bytesRead).toList()),
        parts.stream().map(Measurement::took).reduce(Duration.ZERO, Duration::plus),
        "the largest "
            + measured.size()
            + " of "
            + files.size()
            + " partitions; of the largest "
            + first.basis(),
        parts);
  }

  private Measurement unseen(ByteSize rest) {
    Measurement first = measured.get(0);
    double share =
        (double) rest.bytes()
            / Math.max(1, sum(measured.stream().map(Measurement::fileSize).toList()).bytes());
    List<IndexSpace> indexes = new ArrayList<>();
    for (int i = 0; i < first.indexes().size(); i++) {
      int place = i;
      indexes.add(scaled(measured.stream().map(part -> part.indexes().get(place)).toList(), share));
    }
    return new Measurement(
        first.source(),
        rest,
        first.pageSize(),
        first.isCompressed(),
        indexes,
        scaled(sum(measured.stream().map(Measurement::free).toList()), share),
        UNSEEN_ERROR,
        ByteSize.ZERO,
        Duration.ZERO,
        "not looked at");
  }

  private static IndexSpace scaled(List<IndexSpace> same, double share) {
    IndexSpace first = same.get(0);
    return new IndexSpace(
        first.name(),
        first.isClustered(),
        Math.round(same.stream().mapToLong(IndexSpace::entries).sum() * share),
        scaled(sum(same.stream().map(IndexSpace::entryBytes).toList()), share),
        scaled(sum(same.stream().map(IndexSpace::longValues).toList()), share),
        scaled(sum(same.stream().map(IndexSpace::allocated).toList()), share),
        scaled(sum(same.stream().map(IndexSpace::unpurged).toList()), share),
        first.packing());
  }

  private static ByteSize scaled(ByteSize size, double share) {
    return new ByteSize(Math.round(size.bytes() * share));
  }

  private ByteSize total() {
    return sum(files.stream().map(DataFile::size).toList());
  }

  private static ByteSize sum(List<ByteSize> sizes) {
    return sizes.stream().reduce(ByteSize.ZERO, ByteSize::plus);
  }
}
