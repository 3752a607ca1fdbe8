package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's table, and the three schemas of ours. They are made on first use, with the
 * server's own defaults. The table's comment has its version, so that a newer Lowtide knows what an
 * older one has left, changes it to what it needs, and goes on with the copies in it.
 */
final class RegistryTable {

  /** What old tables need; at the end, where the binary log's reader does not look. */
  private static final String KEPT_COLUMNS =
      """
      kept_at DATETIME(6) NULL,
        is_following BOOLEAN NOT NULL DEFAULT FALSE,
        out_of_step VARCHAR(2000) NULL\
      """;

  /** What a copy of one partition needs. */
  private static final String PARTITION_COLUMNS =
      """
      table_partition VARCHAR(64) NOT NULL DEFAULT '',
        partition_space BIGINT UNSIGNED NULL\
      """;

  /** What has to be done to a table of a version to make it one of the next. */
  private static final List<String> UPGRADES =
      List.of(
          "ALTER TABLE "
              + RegistryRow.TABLE.quoted()
              + " ADD COLUMN ("
              + KEPT_COLUMNS
              + "), COMMENT = 'lowtide registry 2'",
          "ALTER TABLE "
              + RegistryRow.TABLE.quoted()
              + " ADD COLUMN ("
              + PARTITION_COLUMNS
              + "), COMMENT = 'lowtide registry 3'");

  static final int VERSION = 1 + UPGRADES.size();

  private static final String COMMENT = "lowtide registry ";

  private static final String COMMENT_NOW =
      """
      SELECT TABLE_COMMENT FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?\
      """;

  /** Names compare as bytes: which of them are one table is the server's business. */
  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS %s (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        mark BIGINT UNSIGNED NOT NULL DEFAULT 0,
        owner VARCHAR(255) NOT NULL,
        server_uuid VARCHAR(36) NOT NULL,
        table_schema VARCHAR(64) NOT NULL,
        table_name VARCHAR(64) NOT NULL,
        described JSON NOT NULL,
        fingerprint VARCHAR(255) NOT NULL,
        phase VARCHAR(16) NOT NULL,
        binlog_file VARCHAR(512) NOT NULL,
        binlog_offset BIGINT UNSIGNED NOT NULL,
        copied_to JSON NULL,
        rows_copied BIGINT UNSIGNED NOT NULL DEFAULT 0,
        triggers JSON NULL,
        created_at DATETIME(6) NOT NULL,
        changed_at DATETIME(6) NOT NULL,
        %s,
        %s,
        UNIQUE KEY owner (owner)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='%s'\
      """
          .formatted(
              RegistryRow.TABLE.quoted(), KEPT_COLUMNS, PARTITION_COLUMNS, COMMENT + VERSION);

  private static final Logger log = LoggerFactory.getLogger(RegistryTable.class);

  private RegistryTable() {}

  /** Whether there is one; if it is an older one, it is changed to what this version needs. */
  static boolean isThere(Connection connection) throws SQLException {
    Optional<String> comment = comment(connection);
    if (comment.isPresent()) {
      upgrade(connection, version(comment.get()));
    }
    return comment.isPresent();
  }

  /** Makes what is missing. */
  static void create(Connection connection) throws SQLException {
    for (String schema : List.of(CopyTable.REGISTRY, CopyTable.SHADOWS, CopyTable.OLD)) {
      execute(connection, "CREATE DATABASE IF NOT EXISTS `" + schema + "`");
    }
    if (!isThere(connection)) {
      log.info("registry {} is made at the target", RegistryRow.TABLE);
      execute(connection, CREATE);
    }
  }

  private static void upgrade(Connection connection, int from) throws SQLException {
    for (int version = from; version < VERSION; version++) {
      log.info("registry version={} is made version={}", version, version + 1);
      execute(connection, UPGRADES.get(version - 1));
    }
  }

  private static int version(String comment) {
    String number = comment.startsWith(COMMENT) ? comment.substring(COMMENT.length()) : "";
    int version = number.matches("\\d{1,6}") ? Integer.parseInt(number) : 0;
    if (version < 1 || version > VERSION) {
      throw new TargetException(
          "table "
              + RegistryRow.TABLE
              + " has the comment '"
              + comment
              + "' (expected: '"
              + COMMENT
              + VERSION
              + "' or an older one; a newer Lowtide made it, or it is not ours)");
    }
    return version;
  }

  private static Optional<String> comment(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COMMENT_NOW)) {
      statement.setString(1, RegistryRow.TABLE.schema());
      statement.setString(2, RegistryRow.TABLE.table());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.execute(sql);
    }
  }
}
