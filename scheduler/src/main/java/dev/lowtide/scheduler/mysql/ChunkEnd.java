package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the next chunk ends. That there is none is an answer of the server's, a result
 * without rows; whatever keeps it from answering is an exception.
 */
final class ChunkEnd {

  /**
   * Rows of unknown length that are looked at together. Their long columns are read, and not sent:
   * if all of them suddenly had a megabyte, that is 64 MB read from the pool.
   */
  private static final int LOOK_AT = 64;

  private final CopyTable table;
  private final KeyOrder order;
  private final RowBytes rowBytes;

  ChunkEnd(CopyTable table, KeyOrder order, RowBytes rowBytes) {
    this.table = table;
    this.order = order;
    this.rowBytes = rowBytes;
  }

  /** The chunk's last key, and what its rows weigh about. */
  record End(RowKey upTo, long bytes) {}

  Optional<End> find(Connection connection, @Nullable RowKey after, int rowsMax, long bytesMax)
      throws SQLException {
    return rowBytes.isLight()
        ? byRows(connection, after, Math.max(1, Math.min(rowsMax, bytesMax / rowBytes.most())))
        : byBytes(connection, after, rowsMax, bytesMax);
  }

  private Optional<End> byRows(Connection connection, @Nullable RowKey after, long rows)
      throws SQLException {
    long bytes = rows * rowBytes.most();
    Look full = look(connection, after, "LIMIT 1 OFFSET " + (rows - 1), Long.MAX_VALUE);
    Look last = full.rows > 0 ? full : look(connection, after, "LIMIT " + rows, Long.MAX_VALUE);
    return Optional.ofNullable(last.upTo).map(key -> new End(key, bytes));
  }

  private Optional<End> byBytes(
      Connection connection, @Nullable RowKey after, int rowsMax, long bytesMax)
      throws SQLException {
    RowKey upTo = null;
    long bytes = 0;
    for (int rows = 0; rows < rowsMax; rows += LOOK_AT) {
      int limit = Math.min(LOOK_AT, rowsMax - rows);
      RowKey from = upTo == null ? after : upTo;
      Look look = look(connection, from, "LIMIT " + limit, bytesMax - bytes);
      upTo = look.upTo == null ? upTo : look.upTo;
      bytes += look.bytes;
      if (look.rows < limit || bytes >= bytesMax) {
        break;
      }
    }
    long weighed = bytes;
    return Optional.ofNullable(upTo).map(key -> new End(key, weighed));
  }

  /** Rows in order, of which those count that weigh no more than is left; the first always does. */
  private Look look(Connection connection, @Nullable RowKey after, String limit, long bytesLeft)
      throws SQLException {
    String sql =
        "SELECT "
            + order.selected()
            + ", "
            + rowBytes.expression()
            + " FROM "
            + OriginalRows.of(table)
            + order.index()
            + " WHERE "
            + order.between(after, null)
            + order.forwards()
            + " "
            + limit;
    Look look = new Look();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(sql)) {
        while (row.next() && look.isTaken(row, order, bytesLeft)) {
          look.rows++;
        }
      }
    }
    return look;
  }

  /** What was seen of some rows. */
  private static final class Look {

    private @Nullable RowKey upTo;
    private long rows;
    private long bytes;

    private boolean isTaken(ResultSet row, KeyOrder order, long bytesLeft) throws SQLException {
      RowKey key = order.read(row, 1);
      long more = row.getLong(key.values().size() + 1);
      if (rows > 0 && bytes + more > bytesLeft) {
        return false;
      }
      upTo = key;
      bytes += more;
      return true;
    }
  }
}
