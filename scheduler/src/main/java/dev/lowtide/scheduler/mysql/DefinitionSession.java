package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session in which the server shows a definition whole, and makes of the same text the same table
 * again, whatever its defaults are. Confined to one thread; only the id is for others.
 */
final class DefinitionSession implements AutoCloseable {

  /**
   * Texts come as they are stored: converted, each byte of a literal beyond the BMP would be a
   * question mark. Times in them are of one zone, without gaps. The sql_mode lets old dates pass,
   * but nothing be cut or replaced silently.
   */
  private static final List<String> ALWAYS =
      List.of(
          "SET NAMES utf8mb4",
          "SET SESSION character_set_results = NULL, time_zone = '+00:00',"
              + " sql_quote_show_create = ON, information_schema_stats_expiry = 0,"
              + " explicit_defaults_for_timestamp = ON, lock_wait_timeout = 2,"
              + " sql_mode = 'STRICT_TRANS_TABLES,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION'");

  /**
   * What is set where the server has it and its default is another. To some it takes a right beyond
   * ours; a table for which they matter is refused, since its definition does not come out the same
   * or not at all.
   */
  private static final Map<String, String> WHERE_KNOWN =
      Map.of(
          "innodb_strict_mode", "OFF",
          "sql_require_primary_key", "OFF",
          "sql_generate_invisible_primary_key", "OFF",
          "show_gipk_in_create_table_and_information_schema", "ON",
          "show_create_table_verbosity", "OFF",
          "show_create_table_skip_secondary_engine", "OFF",
          "show_old_temporals", "OFF");

  private static final int ER_SPECIFIC_ACCESS_DENIED = 1227;

  private static final Logger log = LoggerFactory.getLogger(DefinitionSession.class);

  private final Connection connection;
  private final boolean isShared;
  private final long threadId;
  private final List<String> denied = new ArrayList<>();

  /** One of its own, for what takes as long as it takes. */
  static DefinitionSession own(Target target) throws SQLException {
    return new DefinitionSession(target.session(ALWAYS), false);
  }

  /** One that was used before and will be again: for questions, under a lock too. */
  static DefinitionSession shared(Target target) throws SQLException {
    return new DefinitionSession(target.definitions(ALWAYS), true);
  }

  private DefinitionSession(Connection connection, boolean isShared) throws SQLException {
    this.connection = connection;
    this.isShared = isShared;
    try {
      threadId = TargetDataSource.threadId(connection);
      setWhereKnown(WHERE_KNOWN);
    } catch (SQLException e) {
      Sessions.abandon(connection);
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  long threadId() {
    return threadId;
  }

  /** Sets what the server knows and has otherwise. */
  void setWhereKnown(Map<String, String> settings) throws SQLException {
    for (Map.Entry<String, String> setting : different(settings).entrySet()) {
      set(setting.getKey(), setting.getValue());
    }
  }

  /** Settings that are not as they should be, for people; empty if all are. */
  String shortcomings() {
    return denied.isEmpty()
        ? ""
        : "; our account may not set "
            + String.join(", ", denied)
            + " (expected: SESSION_VARIABLES_ADMIN, if the table cannot be made without)";
  }

  Definition show(TableName table) throws SQLException {
    return Definition.of(connection, table);
  }

  /** Carries out a short statement, whatever is in it: braces mean nothing to the driver. */
  void execute(String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Carries out a statement that takes as long as it takes. */
  void executeLong(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    if (!isShared) {
      Sessions.abandon(connection);
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      Sessions.abandon(connection);
    }
  }

  private Map<String, String> different(Map<String, String> settings) throws SQLException {
    Map<String, String> different = new LinkedHashMap<>();
    String names =
        settings.keySet().stream().sorted().collect(Collectors.joining("', '", "('", "')"));
    try (Statement statement = Target.statement(connection);
        ResultSet row =
            statement.executeQuery("SHOW SESSION VARIABLES WHERE Variable_name IN " + names)) {
      while (row.next()) {
        String wanted = settings.get(row.getString(1));
        if (wanted != null && !wanted.equals(row.getString(2))) {
          different.put(row.getString(1), wanted);
        }
      }
    }
    return different;
  }

  private void set(String name, String value) throws SQLException {
    try {
      execute("SET SESSION " + name + " = " + value);
    } catch (SQLException e) {
      if (e.getErrorCode() != ER_SPECIFIC_ACCESS_DENIED) {
        throw e;
      }
      log.debug("{} stays as the server has it: {}", name, Target.firstLine(e));
      denied.add(name + " = " + value);
    }
  }
}
