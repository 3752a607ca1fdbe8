package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * How small rows become in compressed pages: a pageful of them is put together as text and
 * compressed by the server, which has the same library for both.
 */
final class Compression {

  /** Of each row in a page that is compressed: its system columns and its place. */
  private static final int UNCOMPRESSED_BYTES = 13 + 2;

  /** Rows put together; as many as are a page or less. */
  private static final int ROWS_MAX = 400;

  private final Connection connection;
  private final TableName table;
  private final StoredTable stored;
  private final int pageSize;

  Compression(Connection connection, TableName table, StoredTable stored, int pageSize) {
    this.connection = connection;
    this.table = table;
    this.stored = stored;
    this.pageSize = pageSize;
  }

  /** What remains of a byte of rows as they are in memory, with what is not compressed. */
  double packed(double rowBytes) throws SQLException {
    return rowBytes <= 0 ? 1 : Math.min(1, (text(rowBytes) + UNCOMPRESSED_BYTES) / rowBytes);
  }

  /** Compressed bytes of a row. */
  private double text(double rowBytes) throws SQLException {
    long rows = Math.max(1, Math.min(ROWS_MAX, (long) (pageSize / rowBytes)));
    String columns =
        stored.columns().stream()
            .map(column -> "COALESCE(" + TableName.quoted(column.name()) + ", '')")
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT LENGTH(COMPRESS(GROUP_CONCAT(r SEPARATOR ''))), COUNT(*) FROM"
            + " (SELECT CONCAT_WS(',', "
            + columns
            + ") r FROM "
            + table.quoted()
            + " LIMIT "
            + rows
            + ") rows_";
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getLong(2) > 0 ? row.getDouble(1) / row.getLong(2) : rowBytes;
    }
  }
}
