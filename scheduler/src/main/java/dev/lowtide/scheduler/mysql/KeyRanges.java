package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Divides the rows of a table, or of a partition, into ranges of its key, and weighs and counts
 * them.
 *
 * <p>A range is weighed by EXPLAIN: InnoDB goes down to both of its ends, counts what lies between
 * them on each level, on no more than ten pages, and goes on from their average. So each question
 * looks at some thirty pages, however many rows there are. (It does not say more than half of
 * TABLE_ROWS, and doubles what it has not counted; both matter less the smaller the range.)
 * Confined to one thread.
 */
final class KeyRanges {

  /** Where a middle cannot be guessed, one part gets so many rows. */
  private static final int STEP = 5_000;

  private final Connection connection;
  private final CopyTable table;
  private final KeyOrder order;
  private final String from;
  private final String select;

  /**
   * @param partition for behind the table's name; empty for all of it
   * @param questionMax how long the server works on one question
   */
  KeyRanges(Connection connection, CopyTable table, String partition, Duration questionMax)
      throws SQLException {
    this.connection = connection;
    this.table = table;
    this.order = KeyOrder.of(connection, table);
    this.select = Questions.select(questionMax);
    this.from = " FROM " + table.original().quoted() + partition + order.index();
  }

  /** All rows as one range; nothing if there are none. */
  Optional<KeyRange> all() throws SQLException {
    Optional<RowKey> first = key("TRUE", order.forwards(), "LIMIT 1");
    Optional<RowKey> last = key("TRUE", order.backwards(), "LIMIT 1");
    return first.isEmpty() || last.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeyRange(null, first.get(), last.get(), Double.MAX_VALUE));
  }

  /** Two ranges that are this one together; the same one if it cannot be divided. */
  List<KeyRange> split(KeyRange range) throws SQLException {
    Optional<RowKey> guessed = KeyMiddle.between(table.key(), range.from(), range.upTo());
    Optional<RowKey> middle = Optional.empty();
    if (guessed.isPresent()) {
      String upper = order.upToAll(guessed.get());
      middle = key(within(range) + " AND " + upper, order.backwards(), "LIMIT 1");
      if (middle.isEmpty()) {
        // All of them come later: nearer to the first of them there may be a middle.
        Optional<RowKey> first = key(within(range), order.forwards(), "LIMIT 1");
        return first.isEmpty() || first.get().equals(range.from())
            ? byStep(range)
            : split(new KeyRange(range.after(), first.get(), range.upTo(), range.weight()));
      }
    }
    return middle.isEmpty() || middle.get().equals(range.upTo())
        ? byStep(range)
        : divided(range, middle.get());
  }

  private List<KeyRange> byStep(KeyRange range) throws SQLException {
    Optional<RowKey> middle = key(within(range), order.forwards(), "LIMIT 1 OFFSET " + (STEP - 1));
    return middle.isEmpty() || middle.get().equals(range.upTo())
        ? List.of(range)
        : divided(range, middle.get());
  }

  private List<KeyRange> divided(KeyRange range, RowKey middle) throws SQLException {
    return List.of(
        weighed(range.after(), range.from(), middle), weighed(middle, middle, range.upTo()));
  }

  private KeyRange weighed(@Nullable RowKey after, RowKey first, RowKey upTo) throws SQLException {
    return new KeyRange(after, first, upTo, weight(after, upTo));
  }

  /** Entries between two keys, those that are marked as deleted among them; one at least. */
  double weight(@Nullable RowKey after, RowKey upTo) throws SQLException {
    String sql =
        "EXPLAIN FORMAT=TRADITIONAL SELECT COUNT(*)"
            + from
            + " WHERE "
            + order.between(after, upTo);
    try (Statement statement = statement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Math.max(1, row.getDouble("rows")) : 1;
    }
  }

  long count(KeyRange range) throws SQLException {
    try (Statement statement = statement();
        ResultSet row =
            statement.executeQuery(select + "COUNT(*)" + from + " WHERE " + within(range))) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A row of a sample: its key, and what was asked of it. */
  static final class Sampled {

    private final RowKey key;
    private final long[] lengths;

    Sampled(RowKey key, long[] lengths) {
      this.key = key;
      this.lengths = lengths;
    }

    RowKey key() {
      return key;
    }

    /** In the order in which they were asked for; below 0 for NULL. */
    long[] lengths() {
      return lengths;
    }
  }

  /** The first rows of a range; a length below 0 is that of NULL. */
  List<Sampled> sample(KeyRange range, List<String> lengths, int rows) throws SQLException {
    String sql =
        select
            + order.selected()
            + ", "
            + String.join(", ", lengths)
            + from
            + " WHERE "
            + within(range)
            + order.forwards()
            + " LIMIT "
            + rows;
    List<Sampled> sampled = new ArrayList<>();
    try (Statement statement = statement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        sampled.add(
            new Sampled(
                order.read(row, 1), RowLengths.read(row, table.key().size() + 1, lengths.size())));
      }
    }
    return sampled;
  }

  private String within(KeyRange range) {
    return order.between(range.after(), range.upTo());
  }

  private Optional<RowKey> key(String where, String ordered, String limit) throws SQLException {
    String sql = select + order.selected() + from + " WHERE " + where + ordered + " " + limit;
    try (Statement statement = statement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.of(order.read(row, 1)) : Optional.empty();
    }
  }

  private Statement statement() throws SQLException {
    return Questions.statement(connection);
  }
}
