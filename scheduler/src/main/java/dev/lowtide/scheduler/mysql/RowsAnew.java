package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Brings rows of a shadow to what they are in the original now, by the server itself: whatever the
 * types of their columns, every value stays as it is. Commits nothing. No table has an alias: under
 * LOCK TABLES only names that are locked can be used.
 */
final class RowsAnew {

  /** Statements of composite keys with long texts stay far below the smallest packet in use. */
  private static final int KEYS_PER_STATEMENT = 500;

  private final CopyTable table;
  private final String delete;
  private final String replace;

  RowsAnew(CopyTable table) {
    this.table = table;
    String columns =
        table.columns().stream()
            .map(name -> "`" + name.replace("`", "``") + "`")
            .collect(Collectors.joining(", "));
    this.delete = "DELETE FROM " + table.shadow().quoted() + " WHERE ";
    this.replace =
        "REPLACE INTO %s (%s) SELECT %s FROM %s FORCE INDEX (`%s`) WHERE "
            .formatted(
                table.shadow().quoted(),
                columns,
                columns,
                table.original().quoted(),
                table.keyIndex().replace("`", "``"));
  }

  void read(Connection connection, Collection<RowKey> keys) throws SQLException {
    List<KeyColumn> key = table.key();
    List<RowKey> all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += KEYS_PER_STATEMENT) {
      int to = Math.min(from + KEYS_PER_STATEMENT, all.size());
      String condition = KeyRange.among(key, all.subList(from, to));
      execute(connection, delete + condition);
    }
    for (int from = 0; from < all.size(); from += KEYS_PER_STATEMENT) {
      int to = Math.min(from + KEYS_PER_STATEMENT, all.size());
      String condition = KeyRange.among(key, all.subList(from, to));
      execute(connection, replace + condition);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
