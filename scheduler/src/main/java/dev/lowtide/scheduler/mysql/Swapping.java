package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.mysql.PatientStatement.Ending;
import dev.lowtide.scheduler.shrink.TimeText;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What takes a shadow to the place of its original, in a session that has both locked. Works in
 * both directions: with the names exchanged it takes an old table back to its place. The shadow of
 * one partition is exchanged for that; the table keeps its triggers then.
 */
final class Swapping {

  private static final String COUNTER =
      """
      SELECT COALESCE(AUTO_INCREMENT, 0) FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?""";

  /** Nobody can have a lock on either; but a backup may keep all definitions as they are. */
  private static final Duration SWAP_WITHIN = Duration.ofMillis(150);

  private final Connection connection;
  private final PatientStatement patient;
  private final CopyTable table;
  private final long copyId;
  private final PartitionExchange exchange;
  private List<String> versions = List.of();
  private Triggers triggers = new Triggers(List.of());
  private @Nullable BinlogPosition end;

  Swapping(Connection connection, PatientStatement patient, CopyTable table, long copyId) {
    this.connection = connection;
    this.patient = patient;
    this.table = table;
    this.copyId = copyId;
    this.exchange = new PartitionExchange(connection, table, copyId);
  }

  /** Writes down what is about to be done, and with which triggers. */
  void announce() throws SQLException {
    versions = Triggers.versions(connection, table.original());
    if (table.isPartition()) {
      exchange.announce();
    } else {
      triggers = Triggers.of(connection, table.original());
      RegistryRow.triggers(connection, copyId, triggers.json());
    }
    RegistryRow.phase(connection, copyId, CopyPhase.SWAPPING);
    connection.commit();
  }

  /** Those that were announced, if they are still the same. */
  Triggers triggers() throws SQLException {
    if (!Triggers.versions(connection, table.original()).equals(versions)) {
      throw new SQLException("triggers have changed since they were written down");
    }
    return triggers;
  }

  /** A number that was given out once must not be given out again. */
  void carryCounter() throws SQLException {
    BigInteger original = counter(table.original());
    if (original.compareTo(counter(table.shadow())) > 0) {
      execute("ALTER TABLE " + table.shadow().quoted() + " AUTO_INCREMENT = " + original);
    }
  }

  /** Both in one statement: either both are done or neither. */
  void swap() throws SQLException {
    if (patient.execute(statement(), SWAP_WITHIN) == Ending.GIVEN_UP) {
      throw new SQLException(
          "the tables could not change places within " + TimeText.of(SWAP_WITHIN));
    }
  }

  /** Where the server refused that: whether everything is as it was, as far as can be seen. */
  boolean isUnchanged() throws SQLException {
    return !table.isPartition() || exchange.isPending();
  }

  private String statement() {
    return table.isPartition()
        ? exchange.statement()
        : "RENAME TABLE "
            + table.original().quoted()
            + " TO "
            + table.old().quoted()
            + ", "
            + table.shadow().quoted()
            + " TO "
            + table.original().quoted();
  }

  /**
   * Notes where the binary log ends. Whoever follows the tables the other way round begins here:
   * nobody has written to them since the lock, and the definitions have been changed before.
   */
  void noteEnd() throws SQLException {
    end = BinlogEnd.ask(connection);
  }

  /** Writes down what has come of it. */
  void conclude(boolean isSwapped) throws SQLException {
    if (isSwapped && table.isPartition()) {
      exchange.putAside();
    }
    if (isSwapped && end != null) {
      RegistryRow.applied(connection, copyId, end);
    }
    RegistryRow.phase(connection, copyId, isSwapped ? phaseAfter(table) : phaseBefore(table));
    connection.commit();
  }

  /** What the copy is in when this has been done. */
  static CopyPhase phaseAfter(CopyTable table) {
    return isForward(table) ? CopyPhase.KEPT : CopyPhase.FOLLOWING;
  }

  /** What the copy is in as long as this has not been done. */
  static CopyPhase phaseBefore(CopyTable table) {
    return isForward(table) ? CopyPhase.FOLLOWING : CopyPhase.KEPT;
  }

  private static boolean isForward(CopyTable table) {
    return table.old().schema().equals(CopyTable.OLD);
  }

  private BigInteger counter(TableName of) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNTER)) {
      statement.setString(1, of.schema());
      statement.setString(2, of.table());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new BigInteger(row.getString(1)) : BigInteger.ZERO;
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
