package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.plan.TableShape.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How a table lies on disk, as InnoDB has it. */
final class StorageOf {

  /**
   * A primary key, or a unique index of whole columns that are NOT NULL. InnoDB's own list is not
   * asked: it cannot be read at all while a file of any table is missing.
   */
  private static final String KEY =
      """
      SELECT INDEX_NAME FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0 AND INDEX_TYPE = 'BTREE'
      GROUP BY INDEX_NAME
      HAVING INDEX_NAME = 'PRIMARY' OR SUM(NULLABLE = 'YES' OR SUB_PART IS NOT NULL
        OR COLUMN_NAME IS NULL) = 0
      ORDER BY INDEX_NAME = 'PRIMARY' DESC, INDEX_NAME LIMIT 1""";

  /** One row a file. Before 8.0.29 there were no versions, only a count of columns. */
  private static final String FILES =
      """
      SELECT t.ROW_FORMAT, %s, COALESCE(s.ENCRYPTION, 'N') = 'Y', COALESCE(f.PATH, '')
      FROM information_schema.INNODB_TABLES t
      LEFT JOIN information_schema.INNODB_TABLESPACES s ON s.SPACE = t.SPACE
      LEFT JOIN information_schema.INNODB_DATAFILES f ON f.SPACE = CONVERT(t.SPACE USING utf8mb4)
      WHERE t.NAME = ? OR LEFT(t.NAME, ?) = ?""";

  private static final String ROW_VERSIONS =
      """
      SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'information_schema'
        AND TABLE_NAME = 'INNODB_TABLES' AND COLUMN_NAME = 'TOTAL_ROW_VERSIONS'""";

  private static final String OPTIONS =
      """
      SELECT COALESCE(CREATE_OPTIONS, '') FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?""";

  private static final String LARGEST_INDEX =
      """
      SELECT COALESCE(MAX(stat_value), 0) * @@innodb_page_size FROM mysql.innodb_index_stats
      WHERE database_name = ? AND (table_name = ? OR table_name LIKE CONCAT(?, '#p#%'))
        AND stat_name = 'size' AND index_name <> 'PRIMARY'""";

  private StorageOf() {}

  /** The index that tells rows apart; empty if there is none. */
  static String keyIndex(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  static Storage read(Connection connection, TableName table) throws SQLException {
    boolean hasVersions = Target.text(connection, ROW_VERSIONS).equals("1");
    String sql = FILES.formatted(hasVersions ? "t.TOTAL_ROW_VERSIONS" : "t.INSTANT_COLS > 0");
    String rowFormat = "";
    int rowVersions = 0;
    boolean isEncrypted = false;
    List<String> directories = new ArrayList<>();
    try (PreparedStatement statement = byFileName(connection, sql, table);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rowFormat = row.getString(1);
        rowVersions = Math.max(rowVersions, row.getInt(2));
        isEncrypted |= row.getBoolean(3);
        if (row.getString(4).startsWith("/")) {
          directories.add(row.getString(4));
        }
      }
    }
    return new Storage(
        rowFormat, options(connection, table), isEncrypted, rowVersions, directories);
  }

  /** Bytes of the largest index but the primary key; of a partition, where there are any. */
  static long largestIndex(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LARGEST_INDEX)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      statement.setString(3, table.table());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static String options(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPTIONS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private static PreparedStatement byFileName(Connection connection, String sql, TableName table)
      throws SQLException {
    String name = FileName.of(table).orElse("");
    String partitions = name + "#p#";
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, name);
    statement.setInt(2, partitions.length());
    statement.setString(3, partitions);
    return statement;
  }
}
