package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table's definition as the server writes it.
 *
 * @param text without the AUTO_INCREMENT counter, which is data and not definition, and without the
 *     name of a tablespace that it shares, which is a place
 * @param autoIncrement that counter, unsigned, or 0 if there is none
 */
record Definition(String text, long autoIncrement) {

  /** Behind the column list, where the table's options stand; a comment comes later. */
  private static final Pattern AUTO_INCREMENT =
      Pattern.compile(
          "(\\n\\)(?: /\\*!50100 TABLESPACE `(?:[^`]|``)+` \\*/)? ENGINE=\\w+(?: [A-Z_]+=\\w+)*?)"
              + " AUTO_INCREMENT=(\\d+)");

  /** At the same place; to have a file of its own may be said in so many words too. */
  private static final Pattern SHARED_TABLESPACE =
      Pattern.compile(
          "(\\n"
              + "\\)) /\\*!50100 TABLESPACE (?!`innodb_file_per_table`)`(?:[^`]|``)+` \\*/("
              + " ENGINE=)");

  /** The last thing in a text, in a comment for servers that know partitions. */
  private static final Pattern PARTITIONS = Pattern.compile("\\n/\\*!50[15]00 PARTITION BY ");

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
        ? new Definition(
            placeless(matcher.replaceFirst("$1")), Long.parseUnsignedLong(matcher.group(2)))
        : new Definition(placeless(text), 0);
  }

  /**
   * The text as that of a table without partitions should be; whoever has such a table compares the
   * two, so nothing depends on what is cut off here. Nothing if there are no partitions.
   */
  Optional<String> withoutPartitions() {
    Matcher matcher = PARTITIONS.matcher(text);
    return matcher.find() ? Optional.of(text.substring(0, matcher.start())) : Optional.empty();
  }

  /** A table that is made of it lies in a file of its own, wherever the other one lies. */
  private static String placeless(String text) {
    Matcher matcher = SHARED_TABLESPACE.matcher(text);
    return matcher.find() ? matcher.replaceFirst("$1$2") : text;
  }
}
