package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.DictionarySource;
import dev.lowtide.scheduler.ledger.LedgerBlindException;
import dev.lowtide.scheduler.ledger.TargetDictionary;
import dev.lowtide.scheduler.ledger.TargetDictionary.Body;
import dev.lowtide.scheduler.ledger.TargetDictionary.ForeignKey;
import dev.lowtide.scheduler.ledger.TargetDictionary.FunctionUse;
import dev.lowtide.scheduler.ledger.TargetDictionary.Routine;
import dev.lowtide.scheduler.ledger.TargetDictionary.Trigger;
import dev.lowtide.scheduler.ledger.TargetDictionary.ViewUse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what leads from table to table out of information_schema. Any thread.
 *
 * <p>It shows to each account what that may see, and nothing else, without an error: so rights are
 * looked at first. The server's own schemas are left out, as nobody's tables are touched by them.
 */
public final class MySqlDictionary implements DictionarySource {

  /** Views are shown to those who have the first, triggers to those who have the second. */
  private static final List<String> RIGHTS = List.of("SELECT", "SHOW VIEW", "TRIGGER");

  private static final String OWN = " NOT IN ('mysql', 'sys', 'performance_schema')";

  private static final String VIEWS =
      """
      SELECT VIEW_SCHEMA, VIEW_NAME, TABLE_SCHEMA, TABLE_NAME
      FROM information_schema.VIEW_TABLE_USAGE WHERE VIEW_SCHEMA"""
          + OWN;

  private static final String FUNCTIONS =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, SPECIFIC_SCHEMA, SPECIFIC_NAME
      FROM information_schema.VIEW_ROUTINE_USAGE WHERE TABLE_SCHEMA"""
          + OWN;

  private static final String FOREIGN_KEYS =
      """
      SELECT CONSTRAINT_SCHEMA, TABLE_NAME, UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME,
        UPDATE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
          OR DELETE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
      FROM information_schema.REFERENTIAL_CONSTRAINTS""";

  private static final String TRIGGERS =
      """
      SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE,
        IF(CHAR_LENGTH(ACTION_STATEMENT) <= {chars}, ACTION_STATEMENT, NULL), TRIGGER_SCHEMA,
        NOT FIND_IN_SET('NO_BACKSLASH_ESCAPES', SQL_MODE)
      FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA"""
          + OWN;

  private static final String ROUTINES =
      """
      SELECT ROUTINE_SCHEMA, ROUTINE_NAME,
        IF(ROUTINE_BODY = 'SQL' AND CHAR_LENGTH(ROUTINE_DEFINITION) <= {chars},
          ROUTINE_DEFINITION, NULL), ROUTINE_SCHEMA,
        NOT FIND_IN_SET('NO_BACKSLASH_ESCAPES', SQL_MODE), ROUTINE_TYPE
      FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA"""
          + OWN;

  private final Target target;

  public MySqlDictionary(Target target) {
    this.target = target;
  }

  /** Makes one thing of a row. */
  private interface Rows<T> {
    T read(ResultSet row) throws SQLException;
  }

  @Override
  public TargetDictionary read() {
    try {
      return target.ask(MySqlDictionary::read);
    } catch (TargetException e) {
      throw new LedgerBlindException("the dictionary cannot be read: " + e.getMessage(), e);
    }
  }

  private static TargetDictionary read(Connection connection) throws SQLException {
    requireSight(connection);
    return new TargetDictionary(
        all(connection, VIEWS, row -> new ViewUse(table(row, 1), table(row, 3))),
        all(connection, FUNCTIONS, row -> new FunctionUse(table(row, 1), function(row))),
        all(connection, FOREIGN_KEYS, MySqlDictionary::foreignKey),
        all(connection, TRIGGERS, row -> new Trigger(table(row, 1), body(row))),
        all(connection, ROUTINES, row -> new Routine(routine(row), body(row))));
  }

  private static void requireSight(Connection connection) throws SQLException {
    Set<String> missing = new TreeSet<>(RIGHTS);
    missing.retainAll(TargetRights.missing(connection));
    if (!missing.isEmpty()) {
      throw new LedgerBlindException(
          "the dictionary cannot be read: "
              + String.join(", ", missing)
              + " ON *.* is not granted");
    }
  }

  private static <T> Set<T> all(Connection connection, String sql, Rows<T> rows)
      throws SQLException {
    Set<T> all = new HashSet<>();
    String bounded = sql.replace("{chars}", String.valueOf(TargetDictionary.BODY_CHARS_MAX));
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(bounded)) {
      while (row.next()) {
        all.add(rows.read(row));
        if (all.size() > TargetDictionary.ROWS_MAX) {
          throw new LedgerBlindException(
              "the dictionary cannot be read: more than "
                  + TargetDictionary.ROWS_MAX
                  + " rows of one kind");
        }
      }
    }
    return all;
  }

  private static TableName table(ResultSet row, int column) throws SQLException {
    return new TableName(row.getString(column), row.getString(column + 1));
  }

  private static RoutineName function(ResultSet row) throws SQLException {
    return RoutineName.function(row.getString(3), row.getString(4));
  }

  private static ForeignKey foreignKey(ResultSet row) throws SQLException {
    return new ForeignKey(table(row, 1), table(row, 3), row.getBoolean(5));
  }

  private static RoutineName routine(ResultSet row) throws SQLException {
    return row.getString(6).equals("PROCEDURE")
        ? RoutineName.procedure(row.getString(1), row.getString(2))
        : RoutineName.function(row.getString(1), row.getString(2));
  }

  private static Body body(ResultSet row) throws SQLException {
    return new Body(row.getString(3), row.getString(4), row.getBoolean(5));
  }
}
