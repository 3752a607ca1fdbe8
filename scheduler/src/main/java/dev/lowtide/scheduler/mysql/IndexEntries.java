package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many entries each index of a table has, counted in the index itself.
 *
 * <p>{@code COUNT(*)} of a whole table is answered from the clustered index, whatever index is
 * forced; {@code SUM(1)} reads the one that is named. A spatial index cannot be read so: the server
 * counts it in CHECK TABLE, for which it needs a view of the data while that lasts. A full-text
 * index has words and no rows, and is not counted.
 */
final class IndexEntries {

  /** Of a spatial index which the server finds wrong. */
  static final long WRONG = -1;

  private static final String SPATIAL =
      """
      SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_TYPE = 'SPATIAL'""";

  private IndexEntries() {}

  static Map<String, Long> of(Connection connection, TableName table) throws SQLException {
    Map<String, Long> entries = read(connection, table);
    List<String> spatial = spatial(connection, table);
    if (!spatial.isEmpty()) {
      boolean isSound = isSound(connection, table);
      long rows = entries.values().stream().findFirst().orElse(0L);
      spatial.forEach(index -> entries.put(index, isSound ? rows : WRONG));
    }
    return entries;
  }

  /** Only of those that can be read; within a transaction, which a CHECK TABLE would end. */
  static Map<String, Long> read(Connection connection, TableName table) throws SQLException {
    Map<String, Long> entries = new LinkedHashMap<>();
    for (String index : Indexes.of(connection, table).columnsByIndex().keySet()) {
      entries.put(index, counted(connection, table, index));
    }
    return entries;
  }

  private static long counted(Connection connection, TableName table, String index)
      throws SQLException {
    String sql =
        "SELECT COALESCE(SUM(1), 0) FROM "
            + table.quoted()
            + " FORCE INDEX ("
            + TableName.quoted(index)
            + ")";
    // No limit on its time: it reads every entry, at whatever speed the disk has.
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<String> spatial(Connection connection, TableName table) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SPATIAL)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }

  private static boolean isSound(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("CHECK TABLE " + table.quoted() + " QUICK")) {
      boolean isSound = false;
      while (row.next()) {
        String type = row.getString("Msg_type");
        if (type.equals("error") || type.equals("warning")) {
          return false;
        }
        isSound |= type.equals("status") && row.getString("Msg_text").equals("OK");
      }
      return isSound;
    }
  }
}
