package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table's definition as the server writes it.
 *
 * @param text without the AUTO_INCREMENT counter, which is data and not definition
 * @param autoIncrement that counter, unsigned, or 0 if there is none
 */
record Definition(String text, long autoIncrement) {

  /** Behind the column list, where the table's options stand; a comment comes later. */
  private static final Pattern AUTO_INCREMENT =
      Pattern.compile(
          "(\\n\\)(?: /\\*!50100 TABLESPACE `(?:[^`]|``)+` \\*/)? ENGINE=\\w+(?: [A-Z_]+=\\w+)*?)"
              + " AUTO_INCREMENT=(\\d+)");

  static Definition of(Connection connection, TableName table) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + table.quoted())) {
      row.next();
      return parse(row.getString(2));
    }
  }

  static Definition parse(String text) {
    Matcher matcher = AUTO_INCREMENT.matcher(text);
    return matcher.find()
        ? new Definition(matcher.replaceFirst("$1"), Long.parseUnsignedLong(matcher.group(2)))
        : new Definition(text, 0);
  }
}
