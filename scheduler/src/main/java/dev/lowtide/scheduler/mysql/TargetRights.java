package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What our account must be allowed to do: read tables to compare them, rebuild them (which takes
 * ALTER, CREATE and INSERT), and see sessions, locks and files, views and triggers. It never makes
 * a trigger; but to whom that is not allowed, information_schema shows none.
 */
public final class TargetRights {

  private static final List<String> NEEDED =
      List.of("SELECT", "INSERT", "CREATE", "ALTER", "PROCESS", "SHOW VIEW", "TRIGGER");

  private static final Pattern GLOBAL = Pattern.compile("GRANT (.+) ON \\*\\.\\* TO .*");

  private TargetRights() {}

  /** The statements that make the account. */
  public static String grantStatements(String user) {
    String account = "'" + user + "'@'%'";
    return "CREATE USER IF NOT EXISTS "
        + account
        + " IDENTIFIED BY '…'; GRANT "
        + String.join(", ", NEEDED)
        + " ON *.* TO "
        + account
        + ";";
  }

  /** What is missing, asked of the target. */
  public static List<String> missing(Target target) {
    return target.ask(TargetRights::missing);
  }

  /** Whether it may end sessions of other accounts; not of those that have SYSTEM_USER. */
  static boolean mayEndSessions(Connection connection) throws SQLException {
    return granted(connection).stream()
        .anyMatch(Set.of("CONNECTION_ADMIN", "SUPER", "ALL PRIVILEGES")::contains);
  }

  static List<String> missing(Connection connection) throws SQLException {
    Set<String> granted = granted(connection);
    List<String> missing = new ArrayList<>(NEEDED);
    missing.removeAll(granted);
    return granted.contains("ALL PRIVILEGES") ? List.of() : missing;
  }

  private static Set<String> granted(Connection connection) throws SQLException {
    Set<String> granted = new TreeSet<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW GRANTS")) {
      while (row.next()) {
        granted.addAll(global(row.getString(1)));
      }
    }
    return granted;
  }

  static List<String> global(String grant) {
    Matcher matcher = GLOBAL.matcher(grant);
    return matcher.matches()
        ? List.of(matcher.group(1).toUpperCase(Locale.ROOT).split(", ?"))
        : List.of();
  }
}
