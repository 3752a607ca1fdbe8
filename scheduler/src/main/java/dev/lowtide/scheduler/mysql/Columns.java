package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** A table's columns, from the data dictionary and never from the text of its definition. */
record Columns(List<Column> columns) {

  private static final String COLUMNS =
      """
      SELECT COLUMN_NAME, DATA_TYPE, COALESCE(CHARACTER_MAXIMUM_LENGTH, 0), EXTRA
      FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION\
      """;

  /**
   * One column.
   *
   * @param type such as int or varchar
   * @param length in characters, as declared; 0 for types without one
   * @param isStored false for a generated column that is computed whenever it is read
   */
  record Column(String name, String type, long length, boolean isStored) {

    String quoted() {
      return TableName.quoted(name);
    }
  }

  Columns {
    columns = List.copyOf(columns);
  }

  static Columns of(Connection connection, TableName table) throws SQLException {
    return new Columns(TableQuery.list(connection, COLUMNS, table, Columns::column));
  }

  private static Column column(ResultSet row) throws SQLException {
    boolean isVirtual = row.getString(4).toUpperCase(Locale.ROOT).contains("VIRTUAL");
    return new Column(
        row.getString(1), row.getString(2).toLowerCase(Locale.ROOT), row.getLong(3), !isVirtual);
  }
}
