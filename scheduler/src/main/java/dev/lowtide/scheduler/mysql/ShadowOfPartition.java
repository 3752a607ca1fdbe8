package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An empty shadow of the whole table becomes one of a single partition: a table without partitions
 * that the server would exchange for it. That it would is tried out before a row is copied, on the
 * empty shadow, whose partitions have whatever options those of the original have; what their files
 * are beyond the definition is compared.
 */
final class ShadowOfPartition {

  /** In the schema of shadows for a moment. What a dead run leaves of it, the janitor removes. */
  private static final TableName REHEARSAL = new TableName(CopyTable.SHADOWS, "lowtide#rehearsal");

  /** Hidden columns, of expressions in indexes, are in no other place. */
  private static final String COLUMNS =
      """
      SELECT c.NAME, c.POS, c.MTYPE, c.PRTYPE, c.LEN
      FROM information_schema.INNODB_COLUMNS c
      JOIN information_schema.INNODB_TABLES t ON t.TABLE_ID = c.TABLE_ID
      WHERE t.NAME = ? ORDER BY c.POS, c.NAME""";

  private final DefinitionSession session;
  private final CopyTable table;

  ShadowOfPartition(DefinitionSession session, CopyTable table) {
    this.session = session;
    this.table = table;
  }

  /** The server's own way from a table with partitions to one without. */
  void standAlone() throws SQLException, CopyStoppedException {
    rehearse();
    session.execute("ALTER TABLE " + table.shadow().quoted() + " REMOVE PARTITIONING");
  }

  private void rehearse() throws SQLException, CopyStoppedException {
    String rehearsal = REHEARSAL.quoted();
    session.execute("DROP TABLE IF EXISTS " + rehearsal);
    try {
      session.execute("CREATE TABLE " + rehearsal + " LIKE " + table.shadow().quoted());
      session.execute("ALTER TABLE " + rehearsal + " REMOVE PARTITIONING");
      session.execute(exchange(table.shadow(), table.partition(), REHEARSAL));
    } catch (SQLException e) {
      if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
        throw e;
      }
      throw refused("the server would not exchange it: " + Target.firstLine(e));
    } finally {
      session.execute("DROP TABLE IF EXISTS " + rehearsal);
    }
  }

  /** Once the shadow stands alone. */
  void compare() throws SQLException, CopyStoppedException {
    List<String> original = columns(PartitionFile.name(table.original(), table.partition()));
    List<String> shadow = columns(FileName.of(table.shadow()).orElse(""));
    if (original.isEmpty() || !original.equals(shadow)) {
      throw refused(
          "its columns are "
              + original
              + " in InnoDB, and "
              + shadow
              + " in a new table (expected: the same)");
    }
  }

  /** Rows are not looked at: all that are in the copy have been read in that partition. */
  static String exchange(TableName table, String partition, TableName other) {
    return "ALTER TABLE "
        + table.quoted()
        + " EXCHANGE PARTITION "
        + TableName.quoted(partition)
        + " WITH TABLE "
        + other.quoted()
        + " WITHOUT VALIDATION";
  }

  private List<String> columns(String name) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (PreparedStatement statement = session.connection().prepareStatement(COLUMNS)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.add(
              "%s %s %s %s %s"
                  .formatted(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5)));
        }
      }
    }
    return columns;
  }

  private CopyStoppedException refused(String why) {
    return new CopyStoppedException(
        Fate.REFUSED, AbortReason.SERVER_REFUSED, table.subject() + ": " + why);
  }
}
