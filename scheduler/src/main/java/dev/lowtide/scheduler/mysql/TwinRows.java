package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table and of its copy, read through somebody's session and held against each other.
 * Whether both are seen as they were at one moment is for that session to see to: by a snapshot, or
 * by a lock on both. Confined to the session's thread.
 */
final class TwinRows {

  /** A statement of composite keys with long texts stays far below the smallest packet in use. */
  private static final int KEYS_PER_STATEMENT = 500;

  /** No snapshot may hold up purge for longer; what is asked for takes a fraction of a second. */
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(60);

  /** Too short to be one: the server refuses the sum of it and of any that is. */
  private static final String NO_CHECKSUM = "UNHEX('00')";

  private static final int ER_INVALID_BITWISE_OPERANDS_SIZE = 3513;

  /** Of a checksum, in hexadecimal. */
  private static final int DIGITS = 64;

  private final Connection connection;
  private final CopyTable table;
  private final KeyOrder order;
  private final RowChecksum checksum;

  TwinRows(Connection connection, CopyTable table) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.order = KeyOrder.of(connection, table);
    this.checksum = RowChecksum.of(connection, table.original());
  }

  /**
   * How many rows, and their checksums together, in whatever order.
   *
   * @param sum exclusive or of all bits. No two rows of a table have one checksum, as the key is in
   *     it: so no two errors of one table cancel
   */
  record Sum(long rows, String sum) {}

  /**
   * Rows between two keys, in the order of the key.
   *
   * @param after the key before the first; null to begin with the first row
   * @param upTo the key of the last; null for the end
   */
  record Part(@Nullable RowKey after, @Nullable RowKey upTo) {}

  Sum sum(TableName side, Part part) throws SQLException {
    // One use of the checksum, in one query: a second would work it out again, and a table of them
    // in between takes three times as long as the checksums themselves.
    String sql =
        "SELECT COUNT(*), HEX(BIT_XOR(COALESCE(UNHEX("
            + checksum.of(side)
            + "), "
            + NO_CHECKSUM
            + ")))"
            + from(side)
            + condition(part);
    try (Statement statement = statement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      long rows = row.getLong(1);
      String sum = rows == 0 ? "" : row.getString(2);
      if (rows > 0 && sum.length() != DIGITS) {
        throw new SQLException("rows of " + side + " have values that have no checksum");
      }
      return new Sum(rows, sum);
    } catch (SQLException e) {
      if (e.getErrorCode() == ER_INVALID_BITWISE_OPERANDS_SIZE) {
        throw new SQLException("rows of " + side + " have values that have no checksum", e);
      }
      throw e;
    }
  }

  /** The key of the nth row of a range, from 1. */
  Optional<RowKey> nth(TableName side, Part part, int n) throws SQLException {
    return key(side, part, order.forwards(), n);
  }

  /** The key of the last row of a range. */
  Optional<RowKey> last(TableName side, Part part) throws SQLException {
    return key(side, part, order.backwards(), 1);
  }

  /** Which rows of a range are not the same in both. */
  Set<RowKey> differing(Part part) throws SQLException {
    return differing(condition(part));
  }

  /**
   * Which of these rows are not the same in both. A row whose key only the server takes for one of
   * these is named by the key that it has.
   */
  Set<RowKey> differing(Collection<RowKey> keys) throws SQLException {
    Set<RowKey> differing = new HashSet<>();
    List<RowKey> all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += KEYS_PER_STATEMENT) {
      int to = Math.min(from + KEYS_PER_STATEMENT, all.size());
      differing.addAll(differing(order.among(all.subList(from, to))));
    }
    return differing;
  }

  private Set<RowKey> differing(String condition) throws SQLException {
    Map<RowKey, String> originals = checksums(table.original(), condition);
    Map<RowKey, String> copies = checksums(table.shadow(), condition);
    Set<RowKey> differing = new HashSet<>();
    originals.forEach(
        (key, sum) -> {
          if (!sum.equals(copies.remove(key))) {
            differing.add(key);
          }
        });
    differing.addAll(copies.keySet());
    return differing;
  }

  private Map<RowKey, String> checksums(TableName side, String condition) throws SQLException {
    String sql = "SELECT " + checksum.of(side) + ", " + order.selected() + from(side) + condition;
    Map<RowKey, String> checksums = new HashMap<>();
    try (Statement statement = statement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        String sum = row.getString(1);
        if (sum == null) {
          throw new SQLException("a row of " + side + " has a value that has no checksum");
        }
        checksums.put(order.read(row, 2), sum);
      }
    }
    return checksums;
  }

  private Optional<RowKey> key(TableName side, Part part, String sorted, int n)
      throws SQLException {
    String sql =
        "SELECT "
            + order.selected()
            + from(side)
            + condition(part)
            + sorted
            + " LIMIT "
            + (n - 1)
            + ", 1";
    try (Statement statement = statement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.of(order.read(row, 1)) : Optional.empty();
    }
  }

  private String from(TableName side) {
    return " FROM " + OriginalRows.of(table, side) + order.index() + " WHERE ";
  }

  private String condition(Part part) {
    return order.between(part.after(), part.upTo());
  }

  private Statement statement() throws SQLException {
    Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    statement.setQueryTimeout((int) STATEMENT_MAX.toSeconds());
    return statement;
  }
}
