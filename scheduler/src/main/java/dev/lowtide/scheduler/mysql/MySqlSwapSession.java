package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.mysql.PatientStatement.Ending;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Swaps at the target, in a session of its own.
 *
 * <p>It never says START TRANSACTION, which gives back LOCK TABLES; COMMIT does not. The server
 * takes locks on tables in the order of their names, and whoever waits for a table that is locked
 * already waits for those that are not yet: so the whole statement has the time that it has, and
 * all the tables are looked at before.
 */
public final class MySqlSwapSession implements SwapSession {

  private static final Logger log = LoggerFactory.getLogger(MySqlSwapSession.class);

  private static final List<String> SETTINGS =
      List.of(
          "SET SESSION time_zone = '+00:00'",
          "SET SESSION sql_mode ="
              + " 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'",
          "SET SESSION sql_safe_updates = 0, sql_select_limit = 18446744073709551615",
          "SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1",
          "SET SESSION range_optimizer_max_mem_size = 0, information_schema_stats_expiry = 0",
          "SET SESSION optimizer_switch = 'use_invisible_indexes=on'",
          "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
          "SET SESSION autocommit = 0");

  private static final int ER_SERVER_SHUTDOWN = 1053;

  /** One KILL may have been left to swallow; never more. */
  private static final int UNLOCK_TRIES = 3;

  /** A backup that came between may keep triggers from being made; clients wait no longer. */
  private static final int CREATE_TRIES = 2;

  private final Connection connection;
  private final long threadId;
  private final CopyTable table;
  private final long copyId;
  private final PatientStatement patient;
  private final ShadowWrites writes;
  private final TwinRows twins;
  private final Swapping swapping;

  /** The executor runs the statements that may wait, each for some milliseconds. */
  public MySqlSwapSession(Target target, CopyTable table, long copyId, Executor executor) {
    this.table = table;
    this.copyId = copyId;
    try {
      connection = target.session(SETTINGS);
      connection.setAutoCommit(false);
      threadId = TargetDataSource.threadId(connection);
      writes = new ShadowWrites(table, KeyOrder.of(connection, table));
      twins = new TwinRows(connection, table);
      connection.rollback();
    } catch (SQLException e) {
      throw failed("open a session", e);
    }
    patient = new PatientStatement(target, connection, threadId, executor);
    try {
      patient.makeReady();
    } catch (TargetException e) {
      Sessions.abandon(connection);
      throw e;
    }
    swapping = new Swapping(connection, patient, table, copyId);
  }

  @Override
  public long threadId() {
    return threadId;
  }

  @Override
  public List<String> refusals() {
    try {
      return SwapRefusals.of(connection, table);
    } catch (SQLException e) {
      throw failed("look at the triggers", e);
    }
  }

  @Override
  public List<TableName> alsoLocked() {
    try {
      return TablesUsedByTriggers.of(connection, table);
    } catch (SQLException e) {
      throw failed("tell what triggers use", e);
    }
  }

  @Override
  public void announce() {
    try {
      swapping.announce();
    } catch (SQLException e) {
      throw failed("announce the cut-over", e);
    }
  }

  @Override
  public boolean lock(Duration within) {
    if (within.isZero() || within.isNegative()) {
      return false;
    }
    String sql =
        "LOCK TABLES "
            + table.original().quoted()
            + " WRITE, "
            + table.shadow().quoted()
            + " WRITE, "
            + RegistryRow.TABLE.quoted()
            + " WRITE";
    try {
      Ending ending = patient.execute(sql, within);
      if (ending == Ending.TOO_LATE) {
        unlock();
      }
      return ending == Ending.DONE;
    } catch (SQLException e) {
      throw failed("lock the tables", e);
    }
  }

  @Override
  public long mark() {
    try {
      long mark = RegistryRow.mark(connection, copyId);
      connection.commit();
      return mark;
    } catch (SQLException e) {
      throw failed("write a mark", e);
    }
  }

  @Override
  public void apply(Collection<RowKey> keys, BinlogPosition upTo) {
    try {
      writes.renew(connection, keys);
      RegistryRow.applied(connection, copyId, upTo);
      connection.commit();
    } catch (SQLException e) {
      throw failed("apply changes", e);
    }
  }

  @Override
  public Set<RowKey> differing(Collection<RowKey> keys) {
    try {
      Set<RowKey> differing = twins.differing(keys);
      connection.commit();
      return differing;
    } catch (SQLException e) {
      throw failed("compare rows", e);
    }
  }

  @Override
  public void swap() {
    Triggers triggers;
    try {
      triggers = swapping.triggers();
      swapping.carryCounter();
    } catch (SQLException e) {
      throw notSwapped(e, new Triggers(List.of()));
    }
    try {
      triggers.drop(connection, table.original());
      swapping.swap();
    } catch (SQLException e) {
      throw notSwapped(e, triggers);
    }
    try {
      createAll(triggers);
      swapping.noteEnd();
    } catch (SQLException e) {
      throw unknown(e);
    }
  }

  private void createAll(Triggers triggers) throws SQLException {
    for (int tries = 1; !triggers.all().isEmpty(); tries++) {
      try {
        triggers.createMissing(connection, table.original());
        return;
      } catch (SQLException e) {
        if (tries == CREATE_TRIES || isConnectionLost(e)) {
          throw e;
        }
      }
    }
  }

  /** Whatever the server refused, a rename is done whole or not at all; triggers are put back. */
  private RuntimeException notSwapped(SQLException e, Triggers triggers) {
    if (isConnectionLost(e)) {
      return unknown(e);
    }
    try {
      connection.rollback();
      if (!swapping.isUnchanged()) {
        return unknown(e);
      }
      createAll(triggers);
      return new NotSwappedException("the server says: " + Target.firstLine(e), e);
    } catch (SQLException failed) {
      failed.addSuppressed(e);
      return unknown(failed);
    }
  }

  private static OutcomeUnknownException unknown(SQLException e) {
    return new OutcomeUnknownException("the session was lost: " + Target.firstLine(e), e);
  }

  @Override
  public void unlock() {
    for (int tries = 1; ; tries++) {
      try (Statement statement = Target.statement(connection)) {
        connection.commit();
        statement.execute("UNLOCK TABLES");
        return;
      } catch (SQLException e) {
        if (tries == UNLOCK_TRIES || !PatientStatement.isInterruption(e)) {
          throw failed("give the lock back", e);
        }
      }
    }
  }

  @Override
  public void conclude(boolean isSwapped) {
    try {
      swapping.conclude(isSwapped);
    } catch (SQLException e) {
      throw failed("write down what has come of the cut-over", e);
    }
  }

  @Override
  public void close() {
    Sessions.abandon(connection);
  }

  /** The server goes, or the session was ended at it. */
  private static boolean isConnectionLost(SQLException e) {
    return (e.getSQLState() != null && e.getSQLState().startsWith("08"))
        || e.getErrorCode() == ER_SERVER_SHUTDOWN;
  }

  private TargetException failed(String what, SQLException e) {
    log.info("thread={} copy={} cannot {}: {}", threadId, copyId, what, Target.firstLine(e));
    return new TargetException(
        "cannot " + what + " of " + table.original() + ": " + Target.firstLine(e), e);
  }
}
