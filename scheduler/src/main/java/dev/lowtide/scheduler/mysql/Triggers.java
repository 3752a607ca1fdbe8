package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table's triggers, as the server shows them ("SHOW CREATE TRIGGER Statement" in MySQL's manual).
 * A table that has some cannot be renamed to another schema, so they are dropped and made anew.
 *
 * <p>They are in the order in which they fire; of that the texts say nothing, but a new trigger
 * fires last. So they are made in this order and dropped in the other: whenever it breaks off, the
 * missing ones are the last.
 */
record Triggers(List<Trigger> all) {

  private static final String NAMES =
      """
      SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
      WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?
      ORDER BY EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER""";

  private static final String VERSIONS =
      """
      SELECT CONCAT_WS('/', TRIGGER_NAME, CREATED, EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER)
      FROM information_schema.TRIGGERS
      WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? ORDER BY 1""";

  private static final String SCHEMA_COLLATION =
      """
      SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?""";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<Trigger>> LIST = new TypeReference<>() {};

  /**
   * One of them, with what it takes to make it again to the letter.
   *
   * @param statement CREATE TRIGGER, in which the table has no schema
   * @param charset character_set_client when it was made
   * @param collation collation_connection when it was made
   * @param schemaCollation of its schema when it was made
   */
  record Trigger(
      String name,
      String sqlMode,
      String statement,
      String charset,
      String collation,
      String schemaCollation) {

    private String quoted(String schema) {
      return new TableName(schema, name).quoted();
    }

    /** We send UTF-8, and the server takes it for the charset that is set. */
    boolean canBeSent() {
      return charset.toLowerCase(Locale.ROOT).startsWith("utf8")
          || StandardCharsets.US_ASCII.newEncoder().canEncode(statement);
    }
  }

  Triggers {
    all = List.copyOf(all);
  }

  static Triggers of(Connection connection, TableName table) throws SQLException {
    List<Trigger> triggers = new ArrayList<>();
    for (String name : names(connection, table)) {
      triggers.add(show(connection, new TableName(table.schema(), name)));
    }
    return new Triggers(triggers);
  }

  /** Why they could not be made anew, in words. */
  List<String> refusals(Connection connection, TableName table) throws SQLException {
    List<String> refusals = new ArrayList<>();
    String collation = schemaCollation(connection, table.schema());
    for (Trigger trigger : all) {
      if (!trigger.canBeSent()) {
        refusals.add(
            "trigger "
                + trigger.name()
                + " was made in "
                + trigger.charset()
                + " and has letters beyond ASCII (expected: utf8mb4; make it anew)");
      }
      if (!trigger.schemaCollation().equals(collation)) {
        refusals.add(
            "trigger "
                + trigger.name()
                + " was made when its schema had the collation "
                + trigger.schemaCollation()
                + " (expected: "
                + collation
                + ", as it is now; make it anew)");
      }
    }
    return refusals;
  }

  void drop(Connection connection, TableName table) throws SQLException {
    for (int i = all.size() - 1; i >= 0; i--) {
      execute(connection, "DROP TRIGGER " + all.get(i).quoted(table.schema()));
    }
  }

  /**
   * Makes those that are not there; returns their names. The session's settings stay as they are.
   */
  List<String> createMissing(Connection connection, TableName table) throws SQLException {
    List<String> missing = new ArrayList<>();
    List<String> there = names(connection, table);
    for (Trigger trigger : all) {
      if (!there.contains(trigger.name())) {
        create(connection, table, trigger);
        missing.add(trigger.name());
      }
    }
    return missing;
  }

  private static void create(Connection connection, TableName table, Trigger trigger)
      throws SQLException {
    String catalog = connection.getCatalog();
    execute(
        connection,
        "SET @lowtide_sql_mode = @@sql_mode, @lowtide_charset = @@character_set_client,"
            + " @lowtide_collation = @@collation_connection");
    try {
      connection.setCatalog(table.schema());
      execute(
          connection,
          "SET sql_mode = '"
              + trigger.sqlMode()
              + "', character_set_client = "
              + trigger.charset()
              + ", collation_connection = "
              + trigger.collation());
      execute(connection, trigger.statement());
    } finally {
      execute(
          connection,
          "SET sql_mode = @lowtide_sql_mode, character_set_client = @lowtide_charset,"
              + " collation_connection = @lowtide_collation");
      if (catalog != null && !catalog.isEmpty()) {
        connection.setCatalog(catalog);
      }
    }
  }

  String json() {
    return JSON.writeValueAsString(all);
  }

  static Triggers ofJson(String json) {
    return new Triggers(JSON.readValue(json, LIST));
  }

  /** What changes when one of them is changed, which is: dropped, and made anew. */
  static List<String> versions(Connection connection, TableName table) throws SQLException {
    return texts(connection, VERSIONS, table);
  }

  private static List<String> names(Connection connection, TableName table) throws SQLException {
    return texts(connection, NAMES, table);
  }

  private static List<String> texts(Connection connection, String sql, TableName table)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }

  private static Trigger show(Connection connection, TableName name) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW CREATE TRIGGER " + name.quoted())) {
      if (!row.next() || row.getString(3) == null) {
        throw new SQLException("trigger " + name + " is not shown (expected: right TRIGGER on it)");
      }
      return new Trigger(
          name.table(),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6));
    }
  }

  private static String schemaCollation(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SCHEMA_COLLATION)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  /** Without escapes of the driver's, which a body may look like to it. */
  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
