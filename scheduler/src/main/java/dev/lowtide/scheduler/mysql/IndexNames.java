package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of a table's indexes in the order of its definition, which is that in which the server
 * considers them. information_schema has no column that tells it.
 */
final class IndexNames {

  private IndexNames() {}

  static List<String> of(Connection connection, TableName table) throws SQLException {
    Set<String> names = new LinkedHashSet<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW INDEX FROM " + table.quoted())) {
      while (row.next()) {
        names.add(row.getString("Key_name"));
      }
    }
    return List.copyOf(names);
  }
}
