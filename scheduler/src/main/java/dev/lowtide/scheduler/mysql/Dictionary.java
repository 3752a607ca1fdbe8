package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What InnoDB's own dictionary says of the files behind tables. */
final class Dictionary {

  /** A table's own row, or the rows of its partitions. */
  private static final String FILES_OF_TABLE =
      """
      SELECT t.SPACE, t.SPACE_TYPE, t.ROW_FORMAT, COALESCE(s.FILE_SIZE, 0)
      FROM information_schema.INNODB_TABLES t
      LEFT JOIN information_schema.INNODB_TABLESPACES s ON s.SPACE = t.SPACE
      WHERE (t.NAME = ? OR LEFT(t.NAME, ?) = ?)
        AND (@@lower_case_table_names > 0 OR LEFT(t.NAME, ?) = CAST(? AS BINARY))
      ORDER BY t.SPACE""";

  /** Those of full-text indexes belong to no table that anybody sees. */
  private static final String FILES =
      """
      SELECT NAME, FILE_SIZE FROM information_schema.INNODB_TABLESPACES
      WHERE SPACE_TYPE = 'Single' AND NAME LIKE '%/%'
        AND NAME NOT REGEXP '/fts_[0-9a-f]{16}_'""";

  private static final String TEMPORARY_TABLES_OF_THREAD =
      """
      SELECT COALESCE(SUM(FILE_SIZE), 0) FROM information_schema.INNODB_TABLESPACES
      WHERE NAME LIKE ?""";

  private Dictionary() {}

  /**
   * The files of one table.
   *
   * @param isFilePerTable whether all of them are the table's own
   */
  record TableFiles(List<Long> spaceIds, ByteSize size, boolean isFilePerTable, String rowFormat) {}

  static Optional<TableFiles> files(Connection connection, TableName table) throws SQLException {
    Optional<String> name = FileName.of(table);
    if (name.isEmpty()) {
      throw new TargetException(
          "table "
              + table
              + " has characters beyond ASCII in its name (expected: none; its files"
              + " cannot be told apart from others)");
    }
    String partitions = name.get() + "#p#";
    try (PreparedStatement statement = connection.prepareStatement(FILES_OF_TABLE)) {
      statement.setString(1, name.get());
      statement.setInt(2, partitions.length());
      statement.setString(3, partitions);
      statement.setInt(4, name.get().length());
      statement.setString(5, name.get());
      try (ResultSet row = statement.executeQuery()) {
        return readFiles(row);
      }
    }
  }

  /** Sizes of all tables with files of their own, partitions added up. */
  static Map<TableName, ByteSize> sizes(Connection connection) throws SQLException {
    Map<TableName, ByteSize> sizes = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FILES);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ByteSize size = new ByteSize(row.getLong(2));
        FileName.table(row.getString(1)).ifPresent(t -> sizes.merge(t, size, ByteSize::plus));
      }
    }
    return sizes;
  }

  /** What a session's ALTER TABLE has written so far: its table is named by the session's id. */
  static ByteSize temporaryTables(Connection connection, long threadId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TEMPORARY_TABLES_OF_THREAD)) {
      statement.setString(1, "%/#sql-%\\_" + Long.toHexString(threadId) + "%");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new ByteSize(row.getLong(1));
      }
    }
  }

  private static Optional<TableFiles> readFiles(ResultSet row) throws SQLException {
    List<Long> spaceIds = new ArrayList<>();
    long size = 0;
    boolean isFilePerTable = true;
    String rowFormat = "";
    while (row.next()) {
      spaceIds.add(row.getLong(1));
      isFilePerTable &= row.getString(2).equals("Single");
      rowFormat = row.getString(3);
      size += row.getLong(4);
    }
    return spaceIds.isEmpty()
        ? Optional.empty()
        : Optional.of(new TableFiles(spaceIds, new ByteSize(size), isFilePerTable, rowFormat));
  }
}
