package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.preflight.NeededRights;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
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

/** Which rights our account has at the target, and how it is given all that it can use. */
public final class TargetRights {

  private static final Pattern GLOBAL = Pattern.compile("GRANT (.+) ON \\*\\.\\* TO .*");

  private TargetRights() {}

  /** The statements that make the account. */
  public static String grantStatements(String user) {
    String account = "'" + user + "'@'%'";
    return "CREATE USER IF NOT EXISTS "
        + account
        + " IDENTIFIED BY '…'; GRANT "
        + String.join(", ", NeededRights.all())
        + " ON *.* TO "
        + account
        + ";";
  }

  /**
   * What is missing to begin with, asked of the target: what each method needs beyond that, the
   * checks say.
   */
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
    List<String> missing = new ArrayList<>(NeededRights.of(ShrinkMethod.COPY_UNDER_HOLD));
    missing.removeAll(granted);
    return granted.contains("ALL PRIVILEGES") ? List.of() : missing;
  }

  static Set<String> granted(Connection connection) throws SQLException {
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
