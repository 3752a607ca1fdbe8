package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a run that died has left at the target, says what and why, and removes shadows. What
 * lies in the schema of old tables is never removed from here: it may be the only copy of its rows.
 * Safe for any thread.
 */
public final class MySqlJanitor {

  private static final String TABLES =
      """
      SELECT TABLE_NAME, COALESCE(CREATE_TIME, '?') FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME\
      """;

  private static final Logger log = LoggerFactory.getLogger(MySqlJanitor.class);

  private final Target target;
  private final MySqlCopyRegistry registry;
  private final MySqlShadowTables shadows;

  public MySqlJanitor(Target target, MySqlCopyRegistry registry, MySqlShadowTables shadows) {
    this.target = target;
    this.registry = registry;
    this.shadows = shadows;
  }

  /** What belongs to no copy that somebody who is alive owns. */
  public List<Leftover> look(Predicate<CopyRecord> isAlive) {
    List<CopyRecord> copies = registry.all();
    List<Leftover> leftovers = new ArrayList<>();
    copies.stream()
        .filter(copy -> copy.phase() != CopyPhase.KEPT)
        .filter(copy -> !isAlive.test(copy))
        .map(this::ofCopy)
        .forEach(leftovers::add);
    leftovers.addAll(
        target.ask(
            connection -> {
              List<Leftover> unknown = new ArrayList<>();
              unknown.addAll(unknown(connection, CopyTable.SHADOWS, shadowsOf(copies), true));
              unknown.addAll(unknown(connection, CopyTable.OLD, oldOf(copies), false));
              return unknown;
            }));
    return leftovers;
  }

  /** Removes a shadow, or a row of the registry together with its shadow. */
  public void remove(Leftover leftover) {
    if (!leftover.isRemovable()) {
      throw new IllegalStateException(
          "remove: " + leftover.text() + " (expected: something that a person need not look at)");
    }
    log.info("copy={} is removed: {}", leftover.copyId(), leftover.text());
    leftover.table().ifPresent(shadows::drop);
    if (leftover.copyId() > 0) {
      registry.forget(leftover.copyId());
    }
  }

  /** While tables are swapped the shadow may be the table already, and the old one is the other. */
  private Leftover ofCopy(CopyRecord copy) {
    boolean isRemovable = copy.phase() != CopyPhase.SWAPPING;
    String text =
        "copy "
            + copy.id()
            + " of "
            + copy.table().original()
            + ", which "
            + copy.owner()
            + " has begun at "
            + copy.createdAt()
            + " and last worked on at "
            + copy.changedAt()
            + ", "
            + copy.phase()
            + ": it stands in "
            + RegistryRow.TABLE
            + ", and nobody who is alive owns it";
    return new Leftover(Optional.of(copy.table().shadow()), copy.id(), isRemovable, text);
  }

  private static List<Leftover> unknown(
      Connection connection, String schema, Set<TableName> known, boolean isRemovable)
      throws SQLException {
    List<Leftover> unknown = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          TableName table = new TableName(schema, row.getString(1));
          if (!known.contains(table)) {
            unknown.add(
                new Leftover(Optional.of(table), 0, isRemovable, words(table, row.getString(2))));
          }
        }
      }
    }
    return unknown;
  }

  private static String words(TableName table, String createdAt) {
    return "table "
        + table
        + ", made at "
        + createdAt
        + " (the server's time): it is in a schema of ours, and no copy in "
        + RegistryRow.TABLE
        + " has it";
  }

  private static Set<TableName> shadowsOf(List<CopyRecord> copies) {
    return copies.stream()
        .filter(copy -> copy.phase() != CopyPhase.KEPT)
        .map(copy -> copy.table().shadow())
        .collect(Collectors.toSet());
  }

  private static Set<TableName> oldOf(List<CopyRecord> copies) {
    return copies.stream().map(copy -> copy.table().old()).collect(Collectors.toSet());
  }
}
