package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What would be found out only when the tables are locked, or when it is too late. */
final class SwapRefusals {

  /**
   * Names of CHECK constraints are unique in a schema; those that the server made up go with their
   * table's name.
   */
  private static final String CHECKS =
      """
      SELECT c.CONSTRAINT_NAME, o.TABLE_NAME FROM information_schema.TABLE_CONSTRAINTS c
      JOIN information_schema.TABLE_CONSTRAINTS o ON o.CONSTRAINT_NAME = c.CONSTRAINT_NAME
        AND o.CONSTRAINT_TYPE = 'CHECK' AND o.TABLE_SCHEMA = ?
      WHERE c.CONSTRAINT_TYPE = 'CHECK' AND c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ?
        AND c.CONSTRAINT_NAME NOT LIKE CONCAT(?, '\\_chk\\_%')""";

  private SwapRefusals() {}

  static List<String> of(Connection connection, CopyTable table) throws SQLException {
    try {
      List<String> refusals = new ArrayList<>();
      addUnlessEmpty(refusals, Instruments.missingForLocks(connection));
      addUnlessEmpty(refusals, Instruments.missingForTransactions(connection));
      refusals.addAll(
          Triggers.of(connection, table.original()).refusals(connection, table.original()));
      refusals.addAll(checks(connection, table));
      return refusals;
    } finally {
      connection.rollback();
    }
  }

  private static List<String> checks(Connection connection, CopyTable table) throws SQLException {
    TableName original = table.original();
    String schema = table.old().schema();
    List<String> refusals = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(CHECKS)) {
      statement.setString(1, schema);
      statement.setString(2, original.schema());
      statement.setString(3, original.table());
      statement.setString(4, original.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          refusals.add(
              "%s.%s, which is kept, has a CHECK of the same name %s (expected: it is dropped first)"
                  .formatted(schema, row.getString(2), row.getString(1)));
        }
      }
    }
    return refusals;
  }

  private static void addUnlessEmpty(List<String> refusals, String refusal) {
    if (!refusal.isEmpty()) {
      refusals.add(refusal);
    }
  }
}
