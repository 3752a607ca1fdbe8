package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far InnoDB's purge is, from SHOW ENGINE INNODB STATUS: the one place that says so.
 *
 * @param nextNumber what the next transaction that writes gets when it begins, or when it ends
 * @param purgedBefore purge has at least begun with all that ended under a lower number
 */
record InnoDbStatus(long nextNumber, long purgedBefore) {

  private static final Pattern COUNTER =
      Pattern.compile("^Trx id counter (\\d+)", Pattern.MULTILINE);

  private static final Pattern PURGED =
      Pattern.compile("^Purge done for trx's n:o < (\\d+)", Pattern.MULTILINE);

  static InnoDbStatus of(Connection connection) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW ENGINE INNODB STATUS")) {
      row.next();
      return parse(row.getString(3));
    }
  }

  static InnoDbStatus parse(String text) {
    return new InnoDbStatus(number(COUNTER, text), number(PURGED, text));
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new TargetException(
          "SHOW ENGINE INNODB STATUS has no line like '" + pattern + "' (expected: one)");
    }
    return Long.parseLong(matcher.group(1));
  }
}
