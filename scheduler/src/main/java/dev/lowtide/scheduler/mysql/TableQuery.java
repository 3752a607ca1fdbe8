package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the data dictionary says of one table. */
final class TableQuery {

  /** One row of an answer as what it says. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private TableQuery() {}

  /** The answer's rows; the query asks for a schema and a table, in this order. */
  static <T> List<T> list(Connection connection, String sql, TableName table, Reader<T> reader)
      throws SQLException {
    List<T> list = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          list.add(reader.read(row));
        }
      }
    }
    return list;
  }
}
