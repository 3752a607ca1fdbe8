package dev.lowtide.scheduler.mysql;

import com.mysql.cj.jdbc.JdbcStatement;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyFailedException;
import dev.lowtide.scheduler.copy.CopyFailedException.Remedy;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements that bring rows of an original into its shadow. The server copies each value from
 * column to column of one definition: none passes through us. None of these commits.
 *
 * <p>REPLACE, because a row may be there already. It pushes out other rows that have the same
 * unique value; such a row is one that has changed in the original, and will be read anew. The
 * original is read without locks: in READ COMMITTED, REPLACE … SELECT is a consistent read.
 */
final class ShadowWrites {

  /** As many as are found by the index one by one in a few milliseconds. */
  private static final int KEYS_PER_STATEMENT = 500;

  /** A quarter of the smallest max_allowed_packet that anybody runs a server with. */
  private static final int CHARACTERS_PER_STATEMENT = 256 << 10;

  /** As the server tells it with REPLACE … SELECT. */
  private static final Pattern INFO = Pattern.compile("Records: (\\d+) +Duplicates: (\\d+) +.*");

  /** Of our own words: names of character sets and collations that will be gone some day. */
  private static final Set<Integer> OF_SYNTAX = Set.of(1287, 1681, 3719, 3778);

  private final CopyTable table;
  private final KeyOrder order;
  private final String columns;

  ShadowWrites(CopyTable table, KeyOrder order) {
    this.table = table;
    this.order = order;
    this.columns =
        table.columns().stream().map(TableName::quoted).collect(Collectors.joining(", "));
  }

  /** Copies the rows of a range; returns how many. */
  long copy(Connection connection, @Nullable RowKey after, RowKey upTo) throws SQLException {
    return replace(connection, order.between(after, upTo) + order.forwards());
  }

  /**
   * Makes rows what they are in the original, or are not. No table has an alias: under LOCK TABLES
   * only names that are locked can be used.
   */
  void renew(Connection connection, Collection<RowKey> keys) throws SQLException {
    for (List<RowKey> batch : batches(keys)) {
      String among = order.among(batch);
      String shadow = table.shadow().quoted();
      update(
          connection, "DELETE " + shadow + " FROM " + shadow + order.index() + " WHERE " + among);
      replace(connection, among);
    }
  }

  private long replace(Connection connection, String where) throws SQLException {
    return update(
        connection,
        "REPLACE INTO "
            + table.shadow().quoted()
            + " ("
            + columns
            + ") SELECT "
            + columns
            + " FROM "
            + OriginalRows.of(table)
            + order.index()
            + " WHERE "
            + where);
  }

  private long update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      long affected = statement.executeLargeUpdate(sql);
      refuseWarnings(statement.getWarnings());
      String info = statement.unwrap(JdbcStatement.class).getResultSetInternal().getServerInfo();
      return info == null || info.isEmpty() ? affected : rows(info, affected);
    }
  }

  /** Rows that were selected. Those that were pushed out count as affected, too. */
  private static long rows(String info, long affected) {
    Matcher matcher = INFO.matcher(info);
    if (!matcher.matches()) {
      throw new IllegalStateException("'" + info + "' (expected: Records: N Duplicates: N …)");
    }
    long selected = Long.parseLong(matcher.group(1));
    if (selected + Long.parseLong(matcher.group(2)) != affected) {
      throw new CopyFailedException(
          Remedy.NONE, affected + " rows were written, but the server says: " + info);
    }
    return selected;
  }

  /** Between two tables of one definition, a value that fits the one fits the other. */
  private static void refuseWarnings(@Nullable SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      if (!OF_SYNTAX.contains(warning.getErrorCode())) {
        throw new CopyFailedException(
            Remedy.NONE,
            "the server warned when it copied rows: "
                + warning.getErrorCode()
                + " "
                + warning.getMessage());
      }
    }
  }

  private List<List<RowKey>> batches(Collection<RowKey> keys) {
    List<List<RowKey>> batches = new ArrayList<>();
    List<RowKey> batch = new ArrayList<>();
    int characters = 0;
    for (RowKey key : keys) {
      int more = characters(key);
      boolean isFull = characters + more > CHARACTERS_PER_STATEMENT;
      if (!batch.isEmpty() && (isFull || batch.size() == KEYS_PER_STATEMENT)) {
        batches.add(batch);
        batch = new ArrayList<>();
        characters = 0;
      }
      batch.add(key);
      characters += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private int characters(RowKey key) {
    int characters = 0;
    List<KeyColumn> columnsOfKey = table.key();
    for (int i = 0; i < columnsOfKey.size(); i++) {
      characters += columnsOfKey.get(i).literal(key.values().get(i)).length() + 2;
    }
    return characters;
  }
}
