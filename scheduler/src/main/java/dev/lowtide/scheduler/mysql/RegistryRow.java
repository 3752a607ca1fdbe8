package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy's row in the registry, and how sessions that write to its shadow change it. None of these
 * commits: the row changes in the transaction of whoever calls, together with the rows of which it
 * speaks, and how long a lock is waited for is that session's own business. The binary log's reader
 * knows the first two columns by their place.
 */
final class RegistryRow {

  /** As many characters as the column has room for. */
  static final int OUT_OF_STEP_MAX = 2000;

  static final TableName TABLE = new TableName(CopyTable.REGISTRY, "copy");

  /** The number goes back to the client with the OK packet, so that nobody has to ask for it. */
  static final String MARK = update("mark = LAST_INSERT_ID(mark + 1)");

  static final String COPIED = update("copied_to = ?, rows_copied = rows_copied + ?");

  static final String APPLIED = update("binlog_file = ?, binlog_offset = ?");

  static final String PHASE = update("phase = ?");

  /** Of a cut-over, and not of a later one that was in vain. */
  static final String KEPT = update("kept_at = COALESCE(kept_at, UTC_TIMESTAMP(6))");

  /** The time when it was written last is that of the cut-over, where nobody wrote that down. */
  static final String FOLLOWS =
      update("kept_at = COALESCE(kept_at, changed_at), is_following = TRUE, fingerprint = ?");

  static final String OUT_OF_STEP = update("out_of_step = ?");

  /** From now on it is another table that is kept. */
  static final String CAME_OFF =
      update("phase = 'KEPT', kept_at = UTC_TIMESTAMP(6), out_of_step = ?");

  static final String TRIGGERS = update("triggers = ?");

  static final String PARTITION_SPACE = update("partition_space = ?");

  private static final String PARTITION_SPACE_OF =
      "SELECT COALESCE(partition_space, 0) FROM " + TABLE.quoted() + " WHERE id = ?";

  private static final String TRIGGERS_OF =
      "SELECT triggers FROM " + TABLE.quoted() + " WHERE id = ?";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private RegistryRow() {}

  /** Counts the mark up by one, and returns it. */
  static long mark(Connection connection, long id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(MARK, Statement.RETURN_GENERATED_KEYS)) {
      statement.setLong(1, id);
      mustHit(statement.executeUpdate(), id);
      try (ResultSet number = statement.getGeneratedKeys()) {
        number.next();
        return number.getLong(1);
      }
    }
  }

  /** So many more rows are in the shadow, up to this key. */
  static void copied(Connection connection, long id, RowKey upTo, long rows) throws SQLException {
    execute(connection, COPIED, id, write(upTo), rows);
  }

  /** All changes before this place are in the shadow. */
  static void applied(Connection connection, long id, BinlogPosition upTo) throws SQLException {
    execute(connection, APPLIED, id, upTo.file(), upTo.offset());
  }

  static void phase(Connection connection, long id, CopyPhase phase) throws SQLException {
    execute(connection, PHASE, id, phase.name());
    if (phase == CopyPhase.KEPT) {
      execute(connection, KEPT, id);
    }
  }

  /** An old table follows the one that has this fingerprint. */
  static void follows(Connection connection, long id, String fingerprint) throws SQLException {
    execute(connection, FOLLOWS, id, fingerprint);
  }

  static void outOfStep(Connection connection, long id, String why) throws SQLException {
    execute(connection, OUT_OF_STEP, id, cut(why));
  }

  static void cameOff(Connection connection, long id, String why) throws SQLException {
    execute(connection, CAME_OFF, id, cut(why));
  }

  /** What it takes to make the original's triggers anew, as JSON. */
  static void triggers(Connection connection, long id, String json) throws SQLException {
    execute(connection, TRIGGERS, id, json);
  }

  /** That again; null if nothing was written. */
  static @Nullable String triggers(Connection connection, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TRIGGERS_OF)) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** In which tablespace the partition lies that is about to be exchanged. */
  static void partitionSpace(Connection connection, long id, long space) throws SQLException {
    execute(connection, PARTITION_SPACE, id, space);
  }

  /** That again; 0 if nothing was written, which no file of a table's own has. */
  static long partitionSpace(Connection connection, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PARTITION_SPACE_OF)) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), OUT_OF_STEP_MAX));
  }

  static String write(RowKey key) {
    return JSON.writeValueAsString(key.values());
  }

  static @Nullable RowKey readKey(@Nullable String json) {
    return json == null ? null : new RowKey(JSON.readValue(json, TEXTS));
  }

  private static String update(String assignments) {
    return "UPDATE "
        + TABLE.quoted()
        + " SET "
        + assignments
        + ", changed_at = UTC_TIMESTAMP(6) WHERE id = ?";
  }

  private static void execute(Connection connection, String sql, long id, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.setLong(values.length + 1, id);
      mustHit(statement.executeUpdate(), id);
    }
  }

  private static void mustHit(int rows, long id) {
    if (rows == 0) {
      throw new IllegalStateException(
          "copy " + id + " is not in " + TABLE + " (expected: its row, until it is forgotten)");
    }
  }
}
