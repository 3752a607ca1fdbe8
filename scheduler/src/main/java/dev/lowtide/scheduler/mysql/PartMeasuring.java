package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.mysql.KeyRanges.Sampled;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures a table, or one of its partitions, by SQL. Confined to one thread. */
final class PartMeasuring {

  /** Of each range; fewer say little of it. */
  private static final int SAMPLED_MIN = 4;

  /** What a row is taken to have at least, where its file is almost empty. */
  private static final double ROW_BYTES_MIN = 32;

  /**
   * Up to so many pages InnoDB counts the entries between two keys one by one, those that are
   * marked as deleted among them: half of what it would look at.
   */
  private static final int COUNTED_PAGES = 5;

  /** The error of TABLE_ROWS, which rests on 20 pages, where nothing could be counted. */
  private static final double TABLE_ROWS_ERROR = 0.4;

  private static final String TABLE_ROWS =
      """
      SELECT COALESCE(MAX(n_rows), 0) FROM mysql.innodb_table_stats
      WHERE database_name = ? AND LOWER(table_name) = LOWER(?)""";

  private final Connection connection;
  private final TableName table;
  private final StoredTable stored;
  private final RecordFormat format;
  private final Optional<CopyTable> key;
  private final List<String> lengths;

  PartMeasuring(
      Connection connection,
      TableName table,
      StoredTable stored,
      RecordFormat format,
      Optional<CopyTable> key) {
    this.connection = connection;
    this.table = table;
    this.stored = stored;
    this.format = format;
    this.key = key;
    this.lengths = stored.measured().stream().map(StoredColumn::length).toList();
  }

  MeasuredPart measure(DataFile file, SamplingLimits limits, NanoClock clock) throws SQLException {
    String partition =
        file.partition().map(name -> " PARTITION (" + TableName.quoted(name) + ")").orElse("");
    return key.isPresent()
        ? byRanges(file, ranges(key.get(), partition, limits), limits, clock)
        : withoutKey(file, partition, limits);
  }

  private KeyRanges ranges(CopyTable described, String partition, SamplingLimits limits)
      throws SQLException {
    return new KeyRanges(connection, described, partition, limits.counting());
  }

  private MeasuredPart byRanges(
      DataFile file, KeyRanges keys, SamplingLimits limits, NanoClock clock) throws SQLException {
    RowCount count = RowCount.of(keys, file.size(), limits, clock);
    RowSample sample = new RowSample(stored, format);
    int places = Math.max(1, count.ranges().size());
    double rowBytes = Math.max(ROW_BYTES_MIN, file.size().bytes() / Math.max(1, count.rows()));
    double fits = Math.min(limits.sampled(), limits.values().bytes() / rowBytes);
    int each = (int) Math.max(SAMPLED_MIN, fits / places);
    Unpurged unpurged = new Unpurged();
    int sampled = 0;
    long deadline = clock.nanos() + limits.counting().toNanos();
    for (RowCount.Stratum stratum : count.ranges()) {
      if (sampled > 0 && clock.nanos() - deadline > 0) {
        break;
      }
      List<Sampled> rows = keys.sample(stratum.range(), lengths, each);
      sample.add(rows.stream().map(Sampled::lengths).toList(), stratum.rows());
      unpurged.add(keys, rows, rowBytes);
      sampled += rows.size();
    }
    return new MeasuredPart(
        file,
        count.rows(),
        count.error(),
        count.error() == 0,
        sample,
        sampled,
        compressed(file, sample),
        unpurged.share(),
        read(count.counted(), sampled, rowBytes, places));
  }

  /** Entries that are marked as deleted, beside the rows of the sample. */
  private final class Unpurged {

    private double entries;
    private double rows;

    void add(KeyRanges keys, List<Sampled> sampled, double rowBytes) throws SQLException {
      int few = (int) (COUNTED_PAGES * format.pageSize() / rowBytes);
      int last = Math.min(few, sampled.size()) - 1;
      if (last < 1) {
        return;
      }
      RowKey first = sampled.get(0).key();
      entries += keys.weight(first, sampled.get(last).key());
      rows += last;
    }

    double share() {
      return rows == 0 ? 0 : Math.max(0, entries / rows - 1);
    }
  }

  /** Without a key that has an order we know, rows are counted all at once or not at all. */
  private MeasuredPart withoutKey(DataFile file, String partition, SamplingLimits limits)
      throws SQLException {
    String from = " FROM " + table.quoted() + partition;
    double rows;
    boolean isCounted = true;
    try {
      rows = Double.parseDouble(answer(Questions.select(limits.counting()) + "COUNT(*)" + from));
    } catch (SQLException e) {
      if (!Questions.isTimeout(e)) {
        throw e;
      }
      rows = tableRows(file);
      isCounted = false;
    }
    double rowBytes = Math.max(ROW_BYTES_MIN, file.size().bytes() / Math.max(1, rows));
    long most = Math.min(limits.sampled(), (long) (limits.values().bytes() / rowBytes));
    RowSample sample = new RowSample(stored, format);
    List<long[]> sampled =
        lengths("SELECT " + String.join(", ", lengths) + from + " LIMIT " + Math.max(1, most));
    sample.add(sampled, Math.max(1, rows));
    return new MeasuredPart(
        file,
        rows,
        isCounted ? 0 : TABLE_ROWS_ERROR,
        isCounted,
        sample,
        sampled.size(),
        compressed(file, sample),
        0,
        read((long) rows, sampled.size(), rowBytes, 0));
  }

  private double compressed(DataFile file, RowSample sample) throws SQLException {
    return file.zipPageSize() == 0
        ? 1
        : new Compression(connection, table, stored, format.pageSize()).packed(sample.rowBytes());
  }

  private static ByteSize read(long counted, int sampled, double rowBytes, int ranges) {
    // Of each range its ends are looked for and its entries estimated, on some forty pages.
    return new ByteSize((long) ((counted + sampled) * rowBytes) + ranges * 40L * 16_384);
  }

  private double tableRows(DataFile file) throws SQLException {
    try (var statement = connection.prepareStatement(TABLE_ROWS)) {
      statement.setString(1, table.schema());
      statement.setString(2, file.statisticsName(table.table()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getDouble(1);
      }
    }
  }

  private String answer(String sql) throws SQLException {
    return Target.text(connection, sql);
  }

  private List<long[]> lengths(String sql) throws SQLException {
    List<long[]> rows = new ArrayList<>();
    try (Statement statement = Questions.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(RowLengths.read(row, 1, lengths.size()));
      }
    }
    return rows;
  }
}
