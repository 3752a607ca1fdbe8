package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Collations that columns have from their table. Where such a one is not the usual one of its
 * character set, the server shows it with the column all the same. Said again it would be the
 * column's own: the server writes that down, and shows the column in another way from then on. So
 * it must not be said.
 *
 * @param columns as the definition has them up to where the collation stands
 */
record InheritedCollations(List<Shown> columns) {

  private static final String COLUMNS =
      """
      SELECT c.COLUMN_NAME, c.COLUMN_TYPE, c.COLLATION_NAME
      FROM information_schema.COLUMNS c
      JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND c.COLLATION_NAME = t.TABLE_COLLATION\
      """;

  /** A column's words, such as {@code `a` varchar(9)} and {@code COLLATE utf8mb4_bin}. */
  record Shown(String column, String collation) {

    Shown(String name, String type, String collation) {
      this(TableName.quoted(name) + " " + type, " COLLATE " + collation);
    }
  }

  InheritedCollations {
    columns = List.copyOf(columns);
  }

  static InheritedCollations of(Connection connection, TableName table) throws SQLException {
    return new InheritedCollations(
        TableQuery.list(
            connection,
            COLUMNS,
            table,
            row -> new Shown(row.getString(1), row.getString(2), row.getString(3))));
  }

  /** A definition that leaves them to the table. Texts in it have no line breaks; names may. */
  String leftOutOf(String definition) {
    String left = definition;
    for (Shown shown : columns) {
      String line = "\n  " + shown.column();
      left = left.replace(line + shown.collation(), line);
    }
    return left;
  }
}
