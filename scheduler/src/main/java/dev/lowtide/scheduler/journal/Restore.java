package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.journal.BackupManifest.Content;
import dev.lowtide.scheduler.journal.StoreTables.Column;
import dev.lowtide.scheduler.journal.StoreTables.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fills an empty store from a backup, whatever kind of store that is from: makes the schema that
 * the backup has, fills it in one transaction, reads it again, and then brings it up to date.
 */
final class Restore {

  /** As many lines as a megabyte or so has. */
  private static final int BATCH = 500;

  private final Connection connection;
  private final StoreKind kind;
  private final Migrations migrations;
  private final Runnable onRow;

  /**
   * @param onRow is told of each row that is there again
   */
  Restore(Connection connection, StoreKind kind, Migrations migrations, Runnable onRow) {
    this.connection = connection;
    this.kind = kind;
    this.migrations = migrations;
    this.onRow = onRow;
  }

  /** Refuses before anything is changed. */
  void from(BackupFile backup, Path file) throws SQLException {
    requireKnown(backup.manifest(), file);
    requireEmpty();
    migrations.migrateTo(backup.manifest().schema());
    List<Table> tables = StoreTables.of(connection);
    requireSame(backup.manifest(), tables, file);
    connection.setAutoCommit(false);
    try {
      fill(backup, tables);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
    countOn(tables);
    migrations.migrate();
  }

  private void requireKnown(BackupManifest manifest, Path file) {
    if (manifest.format() != BackupManifest.FORMAT) {
      throw new StoreException(
          file
              + ": has format "
              + manifest.format()
              + " (expected: "
              + BackupManifest.FORMAT
              + ")");
    }
    if (Integer.parseInt(manifest.schema()) > Integer.parseInt(migrations.latest())) {
      throw new StoreException(
          file
              + ": has schema "
              + manifest.schema()
              + " (expected: at most "
              + migrations.latest()
              + ", which this build has)");
    }
  }

  private void requireEmpty() throws SQLException {
    List<Table> tables = StoreTables.of(connection);
    Set<String> seeded = migrations.seeded();
    for (Table table : tables) {
      if (!seeded.contains(table.name()) && hasRows(table)) {
        throw new StoreException(
            "the store has rows in " + table.name() + " (expected: an empty store)");
      }
    }
    String current = migrations.current();
    if (tables.isEmpty() && !current.isEmpty()) {
      throw new StoreException(
          "the store has schema " + current + " and no tables (expected: both)");
    }
    if (!current.isEmpty()) {
      new WayBack(connection, kind, migrations).go(0);
    }
  }

  private static void requireSame(BackupManifest manifest, List<Table> tables, Path file) {
    List<String> has = manifest.tables().stream().map(Content::table).sorted().toList();
    List<String> wants = tables.stream().map(Table::name).sorted().toList();
    if (!has.equals(wants)) {
      throw new StoreException(file + ": has the tables " + has + " (expected: " + wants + ")");
    }
  }

  private void fill(BackupFile backup, List<Table> tables) throws SQLException {
    List<Table> backwards = new ArrayList<>(tables);
    Collections.reverse(backwards);
    for (Table table : backwards) {
      execute("DELETE FROM " + table.name());
    }
    for (Table table : tables) {
      Content content =
          backup.manifest().tables().stream()
              .filter(each -> each.table().equals(table.name()))
              .findFirst()
              .orElseThrow();
      fill(backup, table, content);
      requireWritten(table, content);
    }
  }

  private void fill(BackupFile backup, Table table, Content content) throws SQLException {
    String columns = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
    String marks = table.columns().stream().map(column -> "?").collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + table.name() + " (" + columns + ") VALUES (" + marks + ")")) {
      int[] waiting = {0};
      backup.read(
          content,
          line -> {
            add(table, line, insert, waiting);
            onRow.run();
          });
      insert.executeBatch();
    }
  }

  private static void add(Table table, String line, PreparedStatement insert, int[] waiting) {
    try {
      RowText.bind(table, RowText.read(line), insert);
      insert.addBatch();
      waiting[0]++;
      if (waiting[0] % BATCH == 0) {
        insert.executeBatch();
      }
    } catch (SQLException e) {
      throw new StoreException(table.name() + ": " + Causes.words(e), e);
    }
  }

  /** What was written is what can be read. */
  private void requireWritten(Table table, Content content) throws SQLException {
    Content read;
    try {
      read = BackupWriter.write(connection, kind, table, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!read.equals(content)) {
      throw new StoreException(
          table.name() + ": reads otherwise than it was written (expected: the same rows)");
    }
  }

  /** Numbers go on behind those that were restored. MySQL sees to that by itself. */
  private void countOn(List<Table> tables) throws SQLException {
    for (Table table : tables) {
      for (Column column : table.columns()) {
        if (column.isNumbered() && kind != StoreKind.MYSQL) {
          long next = number("SELECT COALESCE(MAX(%s), 0) + 1 FROM %s", column, table);
          execute(
              "ALTER TABLE "
                  + table.name()
                  + " ALTER COLUMN "
                  + column.name()
                  + " RESTART WITH "
                  + next);
        }
      }
    }
  }

  private boolean hasRows(Table table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM " + table.name() + " LIMIT 1")) {
      return row.next();
    }
  }

  private long number(String sql, Column column, Table table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.formatted(column.name(), table.name()))) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
