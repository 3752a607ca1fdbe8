package dev.lowtide.scheduler.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements of a person's to the store. One connection; confined to one thread. */
public final class StoreConsole implements AutoCloseable {

  /** More than anybody reads on a screen. */
  public static final int ROWS_MAX = 1000;

  private final Connection connection;

  private StoreConsole(Connection connection) {
    this.connection = connection;
  }

  /**
   * What a statement gave.
   *
   * @param columns empty if it gave no table
   * @param changed how many rows it changed; 0 if it gave a table
   * @param hasMore whether there are more rows than these
   */
  public record Result(
      List<String> columns, List<List<String>> rows, int changed, boolean hasMore) {

    public Result {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /**
   * Connects.
   *
   * @param isWriting otherwise the store itself refuses every change
   */
  public static StoreConsole open(StoreConfig config, boolean isWriting) {
    try {
      Connection connection = StoreAdmin.connect(config, isWriting ? "" : readOnly(config.kind()));
      connection.setReadOnly(!isWriting);
      return new StoreConsole(connection);
    } catch (SQLException e) {
      throw config.unopened(e);
    }
  }

  /** Some take a connection's being read only for a hint, or for a matter of transactions. */
  private static String readOnly(StoreKind kind) {
    return switch (kind) {
      case H2 -> ";ACCESS_MODE_DATA=r";
      case POSTGRESQL -> "&readOnlyMode=always";
      case MYSQL -> "";
    };
  }

  /**
   * Has the store do it.
   *
   * @throws StoreException with what the store says against it
   */
  public Result execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(ROWS_MAX + 1);
      return statement.execute(sql)
          ? table(statement.getResultSet())
          : new Result(List.of(), List.of(), Math.max(0, statement.getUpdateCount()), false);
    } catch (SQLException e) {
      throw new StoreException(Causes.words(e), e);
    }
  }

  private static Result table(ResultSet found) throws SQLException {
    List<String> columns = new ArrayList<>();
    int count = found.getMetaData().getColumnCount();
    for (int i = 1; i <= count; i++) {
      columns.add(found.getMetaData().getColumnLabel(i));
    }
    List<List<String>> rows = new ArrayList<>();
    while (rows.size() < ROWS_MAX && found.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        String value = found.getString(i);
        row.add(value == null ? "NULL" : value);
      }
      rows.add(row);
    }
    return new Result(columns, rows, 0, rows.size() == ROWS_MAX && found.next());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
