package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.estimate.Measurer.Outcome;
import dev.lowtide.scheduler.estimate.Measurer.Unmeasured;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One measurement by SQL at work. Confined to one thread. */
final class SqlMeasuring {

  /** Partitions beyond are taken to be like these, which are the largest. */
  private static final int PARTITIONS_MAX = 16;

  private final Connection connection;
  private final Subject subject;
  private final TableName table;
  private final SamplingLimits limits;
  private final NanoClock clock;

  SqlMeasuring(Connection connection, Subject subject, SamplingLimits limits, NanoClock clock) {
    this.connection = connection;
    this.subject = subject;
    this.table = subject.table();
    this.limits = limits;
    this.clock = clock;
  }

  Outcome measure() throws SQLException {
    List<DataFile> files = DataFiles.of(connection, subject);
    if (files.isEmpty()) {
      return new Unmeasured("InnoDB has no file of " + subject + " (expected: one at least)");
    }
    if (!files.get(0).isOwn()) {
      return new Unmeasured(
          table + " shares its file with other tables (expected: files of its own)");
    }
    int pageSize = Integer.parseInt(Target.text(connection, "SELECT @@innodb_page_size"));
    RecordFormat format = RecordFormat.of(files.get(0).rowFormat(), pageSize);
    StoredTable stored = StoredTable.of(connection, table, format.isRedundant());
    Optional<CopyTable> key =
        DescribedTable.of(connection, table).map(described -> described.named(table, 0));
    PartMeasuring parts = new PartMeasuring(connection, table, stored, format, key);
    List<DataFile> largest = largest(files);
    List<Measurement> measured = new ArrayList<>();
    for (DataFile file : largest) {
      long began = clock.nanos();
      MeasuredPart part = parts.measure(file, share(largest.size()), clock);
      IndexPages pages = IndexPages.of(connection, table, file);
      measured.add(
          new PartMeasurement(stored, format, part, pages)
              .measurement(Duration.ofNanos(clock.nanos() - began)));
    }
    return new Measured(new PartsTogether(files, measured).measurement());
  }

  private static List<DataFile> largest(List<DataFile> files) {
    return files.stream()
        .sorted(Comparator.comparing(DataFile::size).reversed())
        .limit(PARTITIONS_MAX)
        .toList();
  }

  /** Of what one measurement may ask, for each of so many parts. */
  private SamplingLimits share(int parts) {
    return new SamplingLimits(
        Math.max(8, limits.ranges() / parts),
        Math.max(160, limits.sampled() / parts),
        new ByteSize(limits.values().bytes() / parts),
        limits.piece(),
        limits.counting().dividedBy(parts));
  }
}
