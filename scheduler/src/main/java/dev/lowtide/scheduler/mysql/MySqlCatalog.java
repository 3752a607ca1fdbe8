package dev.lowtide.scheduler.mysql;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.mysql.Dictionary.TableFiles;
import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.plan.TableDescription;
import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.plan.TablespaceCatalog;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.TableFacts;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables and what they occupy, asked of the target. Safe for any thread. */
public final class MySqlCatalog implements TablespaceCatalog {

  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of("mysql", "sys", "information_schema", "performance_schema");

  private static final String TABLE =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, COALESCE(ENGINE, ''), COALESCE(TABLE_ROWS, 0),
        COALESCE(DATA_FREE, 0)
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?""";

  /** Reading all of InnoDB's dictionary is dear on servers with many tables. */
  private static final Duration SIZES_KEPT = Duration.ofSeconds(30);

  private final Target target;

  private final LoadingCache<String, Map<TableName, ByteSize>> sizes =
      Caffeine.newBuilder()
          .expireAfterWrite(SIZES_KEPT)
          .maximumSize(1)
          .build(key -> ask(Dictionary::sizes));

  public MySqlCatalog(Target target) {
    this.target = target;
  }

  @Override
  public ServerVersion version() {
    return target.ask(MySqlCatalog::version);
  }

  @Override
  public List<Tablespace> tablespaces(ByteSize fileSizeMin) {
    return sizes.get("all").entrySet().stream()
        .filter(entry -> entry.getValue().compareTo(fileSizeMin) >= 0)
        .filter(entry -> !isOurs(entry.getKey().schema()))
        .sorted(Map.Entry.<TableName, ByteSize>comparingByValue(Comparator.reverseOrder()))
        .map(entry -> new Tablespace(entry.getKey(), entry.getValue(), ByteSize.ZERO, 0))
        .toList();
  }

  /** Ours, or the server's own. */
  private static boolean isOurs(String schema) {
    return SYSTEM_SCHEMAS.contains(schema) || CopyTable.SCHEMAS.contains(schema);
  }

  @Override
  public Optional<TableDescription> describe(TableName table) {
    return target.ask(connection -> describe(connection, table));
  }

  /** Files have changed, as somebody knows. */
  public void forgetSizes() {
    sizes.invalidateAll();
  }

  private <T> T ask(Target.Question<T> question) {
    return target.ask(question);
  }

  private static Optional<TableDescription> describe(Connection connection, TableName table)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(describe(connection, row)) : Optional.empty();
      }
    }
  }

  private static TableDescription describe(Connection connection, ResultSet row)
      throws SQLException {
    TableName table = new TableName(row.getString(1), row.getString(2));
    String kind = row.getString(3);
    String engine = row.getString(4);
    Optional<TableFiles> files =
        engine.equalsIgnoreCase("InnoDB") ? Dictionary.files(connection, table) : Optional.empty();
    if (files.isEmpty()) {
      Tablespace nothing = new Tablespace(table, ByteSize.ZERO, ByteSize.ZERO, row.getLong(5));
      TableFacts facts =
          new TableFacts(nothing, "", List.of(), List.of(), version(connection).toString());
      return new TableDescription(facts, kind, engine, false, "", 0, 0, 0, TableShape.NONE);
    }
    Columns columns = Columns.of(connection, table);
    Indexes indexes = Indexes.of(connection, table);
    RowWidths widths = RowWidths.sample(connection, table, columns, indexes);
    Tablespace tablespace =
        new Tablespace(table, files.get().size(), new ByteSize(row.getLong(6)), row.getLong(5));
    return new TableDescription(
        new TableFacts(
            tablespace,
            Definition.of(connection, table).text(),
            files.get().spaceIds(),
            ForeignKeys.referencing(connection, table),
            version(connection).toString()),
        kind,
        engine,
        files.get().isFilePerTable(),
        files.get().rowFormat(),
        widths.row(),
        widths.secondaryKeys(indexes),
        Math.max(0, indexes.columnsByIndex().size() - (indexes.primaryKey().isEmpty() ? 0 : 1)),
        Shapes.of(connection, table));
  }

  static ServerVersion version(Connection connection) throws SQLException {
    return ServerVersion.parse(
        Target.text(connection, "SELECT VERSION()"),
        Target.text(connection, "SELECT @@version_comment"));
  }
}
