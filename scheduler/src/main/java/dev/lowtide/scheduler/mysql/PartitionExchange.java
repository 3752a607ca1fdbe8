package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The exchange of one partition for its shadow, and what can be seen of it afterwards. All names
 * are the same before and after; but each file keeps the number of its tablespace, which goes with
 * the rows. So the number that the partition had is written down before, and where it is found
 * again says whether it was done.
 */
final class PartitionExchange {

  private final Connection connection;
  private final CopyTable table;
  private final long copyId;

  PartitionExchange(Connection connection, CopyTable table, long copyId) {
    this.connection = connection;
    this.table = table;
    this.copyId = copyId;
  }

  /** Where the rows are with which a copy was begun. */
  enum Place {
    /** Nothing was done. */
    PARTITION,
    /** It was done; they have the shadow's name. */
    SHADOW,
    /** It was done, and they have been put aside. */
    OLD,
    NOWHERE
  }

  void announce() throws SQLException {
    long space = PartitionFile.space(connection, table.original(), table.partition());
    if (space == 0) {
      throw new SQLException(table.subject() + " has no file of its own (expected: one)");
    }
    RegistryRow.partitionSpace(connection, copyId, space);
  }

  String statement() {
    return ShadowOfPartition.exchange(table.original(), table.partition(), table.shadow());
  }

  /** Whether it was not done, beyond doubt. */
  boolean isPending() throws SQLException {
    return place() == Place.PARTITION;
  }

  /** Of what was never announced nothing was done. */
  Place place() throws SQLException {
    long before = RegistryRow.partitionSpace(connection, copyId);
    long now = PartitionFile.space(connection, table.original(), table.partition());
    if (before == 0 || now == before) {
      return Place.PARTITION;
    }
    if (now == 0) {
      return Place.NOWHERE;
    }
    if (PartitionFile.space(connection, table.shadow()) == before) {
      return Place.SHADOW;
    }
    return PartitionFile.space(connection, table.old()) == before ? Place.OLD : Place.NOWHERE;
  }

  /** The rows that were exchanged become an old table, if they are not yet. */
  void putAside() throws SQLException {
    if (place() != Place.SHADOW) {
      return;
    }
    try (Statement statement = Target.statement(connection)) {
      statement.setEscapeProcessing(false);
      statement.execute("RENAME TABLE " + table.shadow().quoted() + " TO " + table.old().quoted());
    }
  }
}
