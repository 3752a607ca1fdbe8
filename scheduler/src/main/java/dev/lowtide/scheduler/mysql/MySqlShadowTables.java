package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.execute.Pace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shadows at the target. Whatever is made has a session of its own; questions share one. One thread
 * at a time, but for {@link #abort}, which is for any.
 */
public final class MySqlShadowTables implements ShadowTables {

  /** A report or a backup reads for as long; what takes longer holds up more than this. */
  public static final Duration PURGE_WAIT_MAX = Duration.ofMinutes(10);

  private static final Set<String> OURS = Set.of(CopyTable.SHADOWS, CopyTable.OLD);

  private static final String EXISTS =
      "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";

  private static final Logger log = LoggerFactory.getLogger(MySqlShadowTables.class);

  private final Target target;
  private final Pace pace;
  private final Duration purgeWaitMax;
  private volatile @Nullable KeyBuilding building;

  /** Something to be done in a session that shows definitions whole. */
  @FunctionalInterface
  private interface Work<T> {
    T in(DefinitionSession session) throws SQLException;
  }

  public MySqlShadowTables(Target target, Pace pace, Duration purgeWaitMax) {
    this.target = target;
    this.pace = pace;
    this.purgeWaitMax = purgeWaitMax;
  }

  @Override
  public Optional<CopyTable> describe(TableName original, long copyId) {
    return ask(
        "describe " + original,
        session ->
            DescribedTable.of(session.connection(), original)
                .map(described -> described.named(original, copyId)));
  }

  @Override
  public String fingerprint(TableName original) {
    return ask("fingerprint " + original, session -> Fingerprint.of(session, original));
  }

  @Override
  public void create(CopyTable table) throws CopyStoppedException {
    try (DefinitionSession session = DefinitionSession.own(target)) {
      new ShadowMaking(session, table).make();
    } catch (SQLException e) {
      throw failed("make " + table.shadow(), e);
    }
  }

  @Override
  public void addSecondaryKeys(CopyTable table, boolean isAlone)
      throws InterruptedException, CopyStoppedException {
    try (DefinitionSession session = DefinitionSession.own(target)) {
      if (!isAlone) {
        session.setWhereKnown(KeyBuilding.GENTLY);
      }
      build(new KeyBuilding(target, session, table));
    } catch (SQLException e) {
      throw failed("add indexes to " + table.shadow(), e);
    }
  }

  private void build(KeyBuilding work)
      throws SQLException, InterruptedException, CopyStoppedException {
    remember(work);
    try {
      work.build(pace, purgeWaitMax);
    } finally {
      forget(work);
    }
  }

  private synchronized void remember(KeyBuilding work) {
    building = work;
  }

  /** One that takes its time to end may be followed by another before it has. */
  private synchronized void forget(KeyBuilding work) {
    if (building == work) {
      building = null;
    }
  }

  @Override
  public void abort() {
    KeyBuilding work = building;
    if (work != null) {
      work.abort();
    }
  }

  /**
   * Written to the binary log like all that makes the shadow: on replicas it becomes the table too,
   * and statistics do not follow from its rows there at once, nor histograms ever. Those of a table
   * stay when one of its partitions is exchanged.
   */
  @Override
  public void analyze(CopyTable table) {
    work(
        "analyze " + table.shadow(),
        session -> {
          List<String> statements = new ArrayList<>();
          statements.add("ANALYZE TABLE " + table.shadow().quoted());
          if (!table.isPartition()) {
            statements.addAll(
                Histograms.of(session.connection(), table.original())
                    .statementsFor(table.shadow()));
          }
          for (String statement : statements) {
            analyze(session, statement);
          }
          return true;
        });
  }

  @Override
  public List<String> differences(CopyTable table) {
    return ask(
        "compare " + table.original() + " and " + table.shadow(),
        session -> ShadowDefinition.differences(session, table));
  }

  @Override
  public long bytes(TableName table) {
    return target.ask(
        connection ->
            Dictionary.files(connection, table).map(files -> files.size().bytes()).orElse(0L));
  }

  @Override
  public boolean exists(TableName table) {
    return target.ask(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  @Override
  public void drop(TableName table) {
    if (!OURS.contains(table.schema())) {
      throw new IllegalStateException(
          "drop " + table + " (expected: a table in a schema of ours, one of " + OURS + ")");
    }
    log.info("table {} is dropped", table);
    work(
        "drop " + table,
        session -> {
          session.executeLong("DROP TABLE IF EXISTS " + table.quoted());
          return true;
        });
  }

  /** The server tells what went wrong in rows; the statement itself succeeds. */
  private static void analyze(DefinitionSession session, String sql) throws SQLException {
    log.info("thread={} sends: {}", session.threadId(), sql);
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        if (row.getString("Msg_type").equalsIgnoreCase("error")) {
          throw new TargetException(sql + ": the server says: " + row.getString("Msg_text"));
        }
      }
    }
  }

  private <T> T ask(String what, Work<T> work) {
    try (DefinitionSession session = DefinitionSession.shared(target)) {
      return work.in(session);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  private void work(String what, Work<Boolean> work) {
    try (DefinitionSession session = DefinitionSession.own(target)) {
      work.in(session);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  private static TargetException failed(String what, SQLException e) {
    return new TargetException("cannot " + what + ": " + Target.firstLine(e), e);
  }
}
