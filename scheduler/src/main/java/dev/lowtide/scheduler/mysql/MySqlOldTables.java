package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.OldTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops old tables at the target. On a server that runs on this machine each of their files gets a
 * second name first, so that dropping the table unlinks a name and frees nothing. Elsewhere DROP
 * TABLE frees all of it at once; since 8.0.23 without looking through the buffer pool for it. Safe
 * for any thread.
 */
public final class MySqlOldTables implements OldTables {

  /** No server takes a file with such a name for one of its own. */
  static final String SUFFIX = ".lowtide-drop";

  private static final String EXISTS =
      """
      SELECT COUNT(*) FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?""";

  /** A table's own file, or those of its partitions. */
  private static final String FILES =
      """
      SELECT f.FILE_NAME FROM information_schema.INNODB_TABLES t
      JOIN information_schema.FILES f ON f.FILE_ID = t.SPACE
      WHERE t.SPACE_TYPE = 'Single' AND (t.NAME = ? OR LEFT(t.NAME, ?) = ?)""";

  private static final Logger log = LoggerFactory.getLogger(MySqlOldTables.class);

  private final Target target;
  private final boolean isHere;

  public MySqlOldTables(Target target, TargetConfig config) {
    this.target = target;
    this.isHere = LinkedFiles.isOnThisMachine(config.host());
  }

  @Override
  public Instant now() {
    return target.ask(
        connection ->
            Instant.ofEpochSecond(
                Long.parseLong(Target.text(connection, "SELECT UNIX_TIMESTAMP()"))));
  }

  @Override
  public boolean exists(TableName table) {
    return target.ask(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getInt(1) > 0;
            }
          }
        });
  }

  @Override
  public Dropped drop(TableName table) {
    if (!table.schema().equals(CopyTable.OLD)) {
      throw new IllegalArgumentException(
          "drop " + table + " (expected: a table in " + CopyTable.OLD + ")");
    }
    return target.ask(connection -> drop(connection, table));
  }

  private Dropped drop(Connection connection, TableName table) throws SQLException {
    List<LinkedFiles.Link> links = links(connection, table);
    try (Statement statement = Target.statement(connection)) {
      statement.execute("DROP TABLE " + table.quoted());
    } catch (SQLException e) {
      links.forEach(LinkedFiles.Link::unlink);
      throw e;
    }
    return links.isEmpty()
        ? new Dropped(List.of(), "at once, by the server: its files cannot be reached from here")
        : new Dropped(
            List.copyOf(links), "its " + links.size() + " files are given back step by step");
  }

  private List<LinkedFiles.Link> links(Connection connection, TableName table) throws SQLException {
    List<LinkedFiles.Link> links = new ArrayList<>();
    for (Path file : isHere ? files(connection, table) : List.<Path>of()) {
      Optional<LinkedFiles.Link> link = LinkedFiles.link(file);
      if (link.isEmpty()) {
        links.forEach(LinkedFiles.Link::unlink);
        return List.of();
      }
      links.add(link.get());
    }
    return links;
  }

  private static List<Path> files(Connection connection, TableName table) throws SQLException {
    Optional<String> name = FileName.of(table);
    if (name.isEmpty()) {
      return List.of();
    }
    Path directory = directory(connection);
    String partitions = name.get() + "#p#";
    List<Path> files = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FILES)) {
      statement.setString(1, name.get());
      statement.setInt(2, partitions.length());
      statement.setString(3, partitions);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          files.add(directory.resolve(row.getString(1)).normalize());
        }
      }
    }
    return files;
  }

  @Override
  public List<LinkedFile> leftovers() {
    return isHere ? target.ask(MySqlOldTables::leftovers) : List.of();
  }

  /** Only beside where old tables are: a table may have its files elsewhere, which is rare. */
  private static List<LinkedFile> leftovers(Connection connection) throws SQLException {
    Path directory = directory(connection).resolve(CopyTable.OLD);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .<LinkedFile>map(LinkedFiles.Link::new)
          .toList();
    } catch (IOException e) {
      log.info("directory={} cannot be read: {}", directory, e.toString());
      return List.of();
    }
  }

  private static Path directory(Connection connection) throws SQLException {
    return Path.of(Target.text(connection, "SELECT @@datadir"));
  }
}
