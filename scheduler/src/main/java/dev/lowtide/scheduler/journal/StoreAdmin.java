package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.journal.StoreTables.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.api.FlywayException;

/**
 * What a person does with a store from the command line, while no Lowtide is at work on it, but for
 * looking and for a backup. One connection; confined to one thread.
 */
public final class StoreAdmin implements AutoCloseable {

  private final StoreConfig config;
  private final Connection connection;
  private final StoreKeeper keeper;

  private StoreAdmin(StoreConfig config, Connection connection) {
    this.config = config;
    this.connection = connection;
    this.keeper = new StoreKeeper(config);
  }

  /**
   * How a store stands.
   *
   * @param version of its schema; empty if it has none yet
   * @param latest of the schema that this build has
   * @param pending migrations that it lacks
   * @param url as it may be told
   * @param usedBy who is at work on it; empty if nobody is
   * @param rows of each table
   */
  public record Status(
      StoreKind kind,
      String url,
      String version,
      String latest,
      List<String> pending,
      String usedBy,
      Map<String, Long> rows) {

    public Status {
      pending = List.copyOf(pending);
    }
  }

  /**
   * Connects, and changes nothing.
   *
   * @throws StoreException naming the URL and what was wrong
   */
  public static StoreAdmin open(StoreConfig config) {
    try {
      return new StoreAdmin(config, connect(config, ""));
    } catch (SQLException e) {
      throw config.unopened(e);
    }
  }

  static Connection connect(StoreConfig config, String options) throws SQLException {
    Properties account = new Properties();
    if (!config.user().isEmpty()) {
      account.setProperty("user", config.user());
      account.setProperty("password", config.password());
    }
    return DriverManager.getConnection(config.kind().withOptions(config.url()) + options, account);
  }

  /** Whether the store could not be opened because a process has its file. */
  public static boolean isInUse(StoreException e) {
    return SqlStates.isInUse(e);
  }

  /** What a backup says of itself, if every byte of it is as it was. */
  public static BackupManifest manifest(Path file) {
    try (BackupFile backup = BackupFile.open(file)) {
      return backup.manifest();
    }
  }

  public Status status() {
    return asked(
        () -> {
          Migrations migrations = migrations();
          Map<String, Long> rows = new LinkedHashMap<>();
          for (Table table : StoreTables.of(connection)) {
            rows.put(table.name(), count(table));
          }
          String usedBy = keeper.look();
          keeper.close();
          return new Status(
              config.kind(),
              config.shownUrl(),
              migrations.current(),
              migrations.latest(),
              migrations.pending(),
              usedBy,
              rows);
        });
  }

  /** Brings the schema up to date. Its version. */
  public String migrate() {
    return changed(
        () -> {
          migrations().migrate();
          return migrations().current();
        });
  }

  /** The versions that this build's schema has had, the last first. */
  public List<Integer> versions() {
    return migrations().all();
  }

  /** What going back to a version would lose, in words; empty if nothing. */
  public List<String> lostBy(int version) {
    return asked(() -> new WayBack(connection, config.kind(), migrations()).losses(version));
  }

  /** Goes back to a version, whatever that loses. Its version. */
  public String goBackTo(int version) {
    return changed(
        () -> {
          new WayBack(connection, config.kind(), migrations()).go(version);
          return migrations().current();
        });
  }

  /** Writes all of it into a file, whether or not a Lowtide is at work on it. */
  public BackupManifest backup(Path file, Instant now) {
    return asked(() -> written(file, out -> backup(connection, config.kind(), out, now)));
  }

  /** Fills a store that is empty. */
  public BackupManifest restore(Path file) {
    return restore(file, () -> {});
  }

  /**
   * The same.
   *
   * @param onRow is told of each row that is there again
   */
  public BackupManifest restore(Path file, Runnable onRow) {
    try (BackupFile backup = BackupFile.open(file)) {
      return changed(
          () -> {
            new Restore(connection, config.kind(), migrations(), onRow).from(backup, file);
            return backup.manifest();
          });
    }
  }

  static BackupManifest backup(Connection connection, StoreKind kind, OutputStream out, Instant now)
      throws SQLException, IOException {
    boolean wasAuto = connection.getAutoCommit();
    int isolation = connection.getTransactionIsolation();
    connection.setAutoCommit(false);
    // H2's snapshot of everything is its SERIALIZABLE; the others' is REPEATABLE READ.
    connection.setTransactionIsolation(
        kind == StoreKind.H2
            ? Connection.TRANSACTION_SERIALIZABLE
            : Connection.TRANSACTION_REPEATABLE_READ);
    try {
      return BackupWriter.write(connection, kind, Migrations.current(connection), out, now);
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(wasAuto);
    }
  }

  /** Writes something. */
  @FunctionalInterface
  public interface Writing<T> {
    T to(OutputStream out) throws SQLException, IOException;
  }

  /** Where a file is while it is being written. */
  public static Path aside(Path file) {
    Path absolute = file.toAbsolutePath();
    return absolute.resolveSibling(absolute.getFileName() + ".part");
  }

  /** A file that is there is whole: it gets its name at the end. Only its owner can read it. */
  public static <T> T written(Path file, Writing<T> writing) {
    Path absolute = file.toAbsolutePath();
    try {
      if (Files.exists(absolute)) {
        throw new StoreException(file + ": is there already (expected: a new file)");
      }
      Path part = aside(absolute);
      T result;
      try (OutputStream out = PrivateFile.create(part)) {
        result = writing.to(out);
      } catch (IOException | SQLException | RuntimeException e) {
        Files.deleteIfExists(part);
        throw e;
      }
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
      return result;
    } catch (IOException | SQLException e) {
      throw new StoreException(file + ": cannot be written: " + Causes.words(e), e);
    }
  }

  private Migrations migrations() {
    return new Migrations(config);
  }

  private long count(Table table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table.name())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Something that may fail in the ways of a store. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws SQLException;
  }

  private <T> T asked(Step<T> step) {
    try {
      return step.take();
    } catch (SQLException | FlywayException e) {
      throw new StoreException("store.url: '" + config.shownUrl() + "': " + config.words(e), e);
    }
  }

  /** While nobody else is at work on it, and nobody else can begin. */
  private <T> T changed(Step<T> step) {
    String usedBy = keeper.look();
    if (!usedBy.isEmpty()) {
      throw new StoreException("store.url: '" + config.shownUrl() + "': " + usedBy);
    }
    try {
      return asked(step);
    } finally {
      keeper.close();
    }
  }

  @Override
  public void close() {
    keeper.close();
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
