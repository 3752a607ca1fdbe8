package dev.lowtide.scheduler.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Goes back from a newer schema to an older one: beside each migration {@code V…} lies a script
 * {@code U….sql} that undoes it, and is run here, the last first.
 *
 * <p>Where the store can (PostgreSQL) all of it is one transaction; elsewhere each statement is
 * one, and every script can be run again after it ended in the middle.
 */
final class WayBack {

  private static final String ROWS = "rows of %1$s";

  private static final Pattern DROPPED_TABLE =
      Pattern.compile("DROP TABLE (?:IF EXISTS )?(\\w+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern EMPTIED_TABLE =
      Pattern.compile("DELETE FROM (\\w+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern DROPPED_COLUMN =
      Pattern.compile(
          "ALTER TABLE (\\w+) DROP COLUMN (?:IF EXISTS )?(\\w+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern DROPPED_CONSTRAINT =
      Pattern.compile("ALTER TABLE (\\w+) DROP CONSTRAINT (\\w+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern DROPPED_INDEX =
      Pattern.compile("DROP INDEX (\\w+) ON \\w+", Pattern.CASE_INSENSITIVE);

  private final Connection connection;
  private final StoreKind kind;
  private final Migrations migrations;

  WayBack(Connection connection, StoreKind kind, Migrations migrations) {
    this.connection = connection;
    this.kind = kind;
    this.migrations = migrations;
  }

  /** Whether there is a way back from a migration. */
  static boolean isThere(int version) {
    return !script(version).isEmpty();
  }

  /**
   * What would be lost, in words; empty if nothing. What migrations wrote comes with them again.
   */
  List<String> losses(int version) throws SQLException {
    Map<String, Long> losses = new LinkedHashMap<>();
    for (int from : versions(version)) {
      for (String statement : statements(from)) {
        count(losses, DROPPED_TABLE.matcher(statement), "SELECT COUNT(*) FROM %1$s", ROWS);
        count(losses, EMPTIED_TABLE.matcher(statement), "SELECT COUNT(*) FROM %1$s", ROWS);
        count(
            losses,
            DROPPED_COLUMN.matcher(statement),
            "SELECT COUNT(%2$s) FROM %1$s",
            "values of %1$s.%2$s");
      }
    }
    migrations.seeded().forEach(table -> losses.remove(ROWS.formatted(table)));
    return losses.entrySet().stream()
        .filter(loss -> loss.getValue() > 0)
        .map(loss -> loss.getValue() + " " + loss.getKey())
        .toList();
  }

  private void count(Map<String, Long> losses, Matcher dropped, String question, String words)
      throws SQLException {
    while (dropped.find()) {
      String[] names = new String[dropped.groupCount()];
      for (int i = 0; i < names.length; i++) {
        names[i] = dropped.group(i + 1).toLowerCase(Locale.ROOT);
      }
      if (isStillThere(names)) {
        losses.put(words.formatted((Object[]) names), number(question.formatted((Object[]) names)));
      }
    }
  }

  /** A table, or a column of one: a way back that ended in the middle has dropped some already. */
  private boolean isStillThere(String... names) throws SQLException {
    return names.length == 1
        ? isThere("tables", "table_name", names[0], names[0])
        : isThere("columns", "column_name", names[0], names[1]);
  }

  void go(int version) throws SQLException {
    List<Integer> steps = versions(version);
    for (int from : steps) {
      statements(from);
    }
    connection.setAutoCommit(false);
    try {
      for (int from : steps) {
        undo(from);
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void undo(int version) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements(version)) {
        if (!isDone(sql)) {
          statement.execute(inDialect(sql));
        }
      }
    }
    forget(version);
  }

  /** Only MySQL wants to know whose an index is, and only it cannot be asked to look for one. */
  private String inDialect(String sql) {
    return kind == StoreKind.MYSQL
        ? sql
        : DROPPED_INDEX.matcher(sql).replaceFirst("DROP INDEX IF EXISTS $1");
  }

  /** A script that ended in the middle is run again: what is gone cannot be dropped once more. */
  private boolean isDone(String sql) throws SQLException {
    Matcher column = DROPPED_COLUMN.matcher(sql);
    if (column.find()) {
      return !isThere("columns", "column_name", column.group(1), column.group(2));
    }
    Matcher constraint = DROPPED_CONSTRAINT.matcher(sql);
    if (constraint.find()) {
      return !isThere(
          "table_constraints", "constraint_name", constraint.group(1), constraint.group(2));
    }
    Matcher index = DROPPED_INDEX.matcher(sql);
    return kind == StoreKind.MYSQL && index.find() && !isIndexThere(index.group(1));
  }

  /** All kinds of store describe themselves in the same views, names in one case or the other. */
  private boolean isThere(String view, String column, String table, String name)
      throws SQLException {
    String schema = kind == StoreKind.MYSQL ? connection.getCatalog() : connection.getSchema();
    return number(
            "SELECT COUNT(*) FROM information_schema."
                + view
                + " WHERE LOWER(table_schema) = LOWER(?) AND LOWER(table_name) = LOWER(?)"
                + " AND LOWER("
                + column
                + ") = LOWER(?)",
            schema,
            table,
            name)
        > 0;
  }

  private boolean isIndexThere(String index) throws SQLException {
    return number(
            "SELECT COUNT(*) FROM information_schema.statistics"
                + " WHERE table_schema = DATABASE() AND index_name = ?",
            index)
        > 0;
  }

  private void forget(int version) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM "
                + quote
                + StoreTables.HISTORY
                + quote
                + " WHERE "
                + quote
                + "version"
                + quote
                + " = ?")) {
      delete.setString(1, String.valueOf(version));
      delete.executeUpdate();
    }
  }

  /** Those to be undone, the last first; there may be numbers that no migration has. */
  private List<Integer> versions(int version) {
    List<Integer> made = migrations.made();
    int now = made.isEmpty() ? 0 : made.get(0);
    if (version < 0 || version > now) {
      throw new StoreException(
          "version: " + version + " (expected: 0 to " + now + ", which the store has now)");
    }
    return made.stream().filter(from -> from > version).toList();
  }

  private List<String> statements(int version) {
    String script = script(version);
    if (script.isEmpty()) {
      throw new StoreException("there is no way back from version " + version + " in this build");
    }
    String filled = script.replaceAll("(?m)^\\s*--.*$", "");
    for (Map.Entry<String, String> word : kind.dialect().entrySet()) {
      filled = filled.replace("${" + word.getKey() + "}", word.getValue());
    }
    return Arrays.stream(filled.split(";", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static String script(int version) {
    return Scripts.read("U" + version + ".sql");
  }

  private long number(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
