package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cut-over has left on the server whose session or process ended in the middle: which tables
 * there are says whether it happened, the registry says which triggers there must be. What is
 * missing is made anew. Of an exchanged partition the registry says in which tablespace its rows
 * lay, and where that is found tells. Safe for any thread; not to be asked while a cut-over is at
 * work.
 *
 * <p>Which way round it was does not matter: a cut-over taken back leaves the tables as they were
 * before there was one. So the copy's table may always be the one that it began with.
 */
public final class MySqlSwapTraces {

  private static final Logger log = LoggerFactory.getLogger(MySqlSwapTraces.class);

  private static final String EXISTS =
      """
      SELECT COUNT(*) FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?""";

  private static final String PHASE =
      "SELECT phase FROM " + RegistryRow.TABLE.quoted() + " WHERE id = ?";

  private final Target target;

  public MySqlSwapTraces(Target target) {
    this.target = target;
  }

  /** Looks, mends, and writes down in the registry what is. */
  public Settled recover(CopyTable table, long copyId) {
    return target.watch(connection -> recover(connection, table, copyId));
  }

  private static Settled recover(Connection connection, CopyTable table, long copyId)
      throws SQLException {
    if (table.isPartition()) {
      return recoverExchange(connection, table, copyId);
    }
    boolean isOriginal = exists(connection, table.original());
    boolean isShadow = exists(connection, table.shadow());
    boolean isOld = exists(connection, table.old());
    if (!isOriginal || isShadow == isOld) {
      return new Settled(
          Settled.Outcome.UNKNOWN,
          "there is %s %s, %s %s, %s %s (expected: the first, and one of the others)"
              .formatted(
                  aOrNo(isOriginal),
                  table.original(),
                  aOrNo(isShadow),
                  table.shadow(),
                  aOrNo(isOld),
                  table.old()));
    }
    String mended = mend(connection, table, copyId, isOld);
    return isOld
        ? new Settled(
            Settled.Outcome.SWAPPED, "the tables were swapped: " + table.old() + " exists" + mended)
        : new Settled(
            Settled.Outcome.NOT_SWAPPED,
            "the tables were not swapped: " + table.shadow() + " still exists" + mended);
  }

  /** All names are as they were; the numbers of the tablespaces tell. */
  private static Settled recoverExchange(Connection connection, CopyTable table, long copyId)
      throws SQLException {
    PartitionExchange exchange = new PartitionExchange(connection, table, copyId);
    return switch (exchange.place()) {
      case PARTITION ->
          new Settled(
              Settled.Outcome.NOT_SWAPPED,
              table.subject()
                  + " was not exchanged: it lies in the same tablespace as before"
                  + mend(connection, table, copyId, false));
      case SHADOW, OLD -> {
        exchange.putAside();
        yield new Settled(
            Settled.Outcome.SWAPPED,
            table.subject()
                + " was exchanged: "
                + table.old()
                + " lies in the tablespace that it had"
                + mend(connection, table, copyId, true));
      }
      case NOWHERE ->
          new Settled(
              Settled.Outcome.UNKNOWN,
              "no file is left of "
                  + table.subject()
                  + " as it was (expected: that of the partition, of "
                  + table.shadow()
                  + " or of "
                  + table.old()
                  + ")");
    };
  }

  /** Only what a cut-over was about to do is mended; a trigger may be gone for other reasons. */
  private static String mend(Connection connection, CopyTable table, long copyId, boolean isSwapped)
      throws SQLException {
    if (!CopyPhase.SWAPPING.name().equals(phase(connection, copyId))) {
      return "";
    }
    String json = RegistryRow.triggers(connection, copyId);
    List<String> made =
        json == null
            ? List.of()
            : Triggers.ofJson(json).createMissing(connection, table.original());
    CopyPhase phase = isSwapped ? Swapping.phaseAfter(table) : Swapping.phaseBefore(table);
    RegistryRow.phase(connection, copyId, phase);
    log.info("copy={} swapped={} phase={} triggers made anew={}", copyId, isSwapped, phase, made);
    return made.isEmpty() ? "" : "; triggers made anew: " + String.join(", ", made);
  }

  private static String phase(Connection connection, long copyId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PHASE)) {
      statement.setLong(1, copyId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private static boolean exists(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1) > 0;
      }
    }
  }

  private static String aOrNo(boolean isThere) {
    return isThere ? "a" : "no";
  }
}
