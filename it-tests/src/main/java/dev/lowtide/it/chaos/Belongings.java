package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a table is besides its rows.
 *
 * @param definition SHOW CREATE TABLE to the letter, the counter left out
 * @param triggers each with everything that can be said of it but when it was made
 * @param grants that name it
 * @param counter where AUTO_INCREMENT goes on; 0 if it has none
 * @param truth the definition of the other table, which whoever changes one changes too
 */
record Belongings(
    String definition, List<String> triggers, List<String> grants, long counter, String truth) {

  /** Has rights on a table and on one of its columns; nobody signs in as it. */
  static final String READER = "chaos_reader";

  private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=(\\d+)");

  Belongings {
    triggers = List.copyOf(triggers);
    grants = List.copyOf(grants);
  }

  static Belongings of(Connection server, RandomTable table) throws SQLException {
    String definition = definition(server, RandomTable.SCHEMA, table);
    Matcher counter = COUNTER.matcher(definition);
    return new Belongings(
        counter.replaceAll(""),
        lines(
            server,
            "SELECT TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE,"
                + " ACTION_STATEMENT, ACTION_ORDER, SQL_MODE, DEFINER, CHARACTER_SET_CLIENT,"
                + " COLLATION_CONNECTION, DATABASE_COLLATION FROM information_schema.TRIGGERS"
                + " WHERE EVENT_OBJECT_SCHEMA = '"
                + RandomTable.SCHEMA
                + "' AND EVENT_OBJECT_TABLE = '"
                + table.name()
                + "' ORDER BY TRIGGER_NAME"),
        lines(
            server,
            "SELECT User, Table_name, Table_priv, Column_priv FROM mysql.tables_priv WHERE Db = '"
                + RandomTable.SCHEMA
                + "' AND Table_name = '"
                + table.name()
                + "' UNION ALL"
                + " SELECT User, Table_name, Column_name, Column_priv FROM mysql.columns_priv"
                + " WHERE Db = '"
                + RandomTable.SCHEMA
                + "' AND Table_name = '"
                + table.name()
                + "'"),
        counter.reset().find() ? Long.parseLong(counter.group(1)) : 0,
        COUNTER.matcher(definition(server, RandomTable.TRUTH, table)).replaceAll(""));
  }

  static void grant(Connection server, RandomTable table) throws SQLException {
    try (Statement sql = server.createStatement()) {
      sql.execute("CREATE USER IF NOT EXISTS " + READER);
      String on = " ON " + RandomTable.SCHEMA + "." + table.name() + " TO " + READER;
      sql.execute("GRANT SELECT, UPDATE (stamp)" + on);
    }
  }

  /** In words; empty if it is the same table as before. */
  List<String> differencesTo(Belongings before) {
    List<String> differences = new ArrayList<>();
    // Clients change definitions too, and then of both tables.
    differ(differences, "definition", definition, truth);
    differ(differences, "triggers", triggers.toString(), before.triggers.toString());
    differ(differences, "grants", grants.toString(), before.grants.toString());
    if (counter < before.counter) {
      differences.add("AUTO_INCREMENT is " + counter + ", expected at least " + before.counter);
    }
    return differences;
  }

  private static void differ(List<String> all, String what, String is, String expected) {
    if (!is.equals(expected)) {
      all.add(what + " is\n" + is + "\nexpected\n" + expected);
    }
  }

  private static String definition(Connection server, String schema, RandomTable table)
      throws SQLException {
    try (Statement sql = server.createStatement();
        ResultSet row = sql.executeQuery("SHOW CREATE TABLE " + schema + "." + table.name())) {
      row.next();
      return row.getString(2);
    }
  }

  private static List<String> lines(Connection server, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement sql = server.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      while (row.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          line.append(row.getString(i)).append('|');
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }
}
