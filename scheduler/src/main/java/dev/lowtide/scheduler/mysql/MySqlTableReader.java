package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.verify.TableReader;
import dev.lowtide.scheduler.verify.TableReading;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Reads tables through a session of its own. */
public final class MySqlTableReader implements TableReader {

  private static final String WRITES =
      """
      SELECT COALESCE(SUM(COUNT_WRITE), 0)
      FROM performance_schema.table_io_waits_summary_by_table
      WHERE OBJECT_SCHEMA = ? AND OBJECT_NAME = ?""";

  private final Target target;
  private final Connection connection;
  private final long threadId;

  public MySqlTableReader(Target target) {
    this.target = target;
    try {
      connection =
          target.session(
              List.of(
                  "SET SESSION lock_wait_timeout = 1",
                  "SET SESSION optimizer_switch = 'use_invisible_indexes=on'"));
      threadId = TargetDataSource.threadId(connection);
    } catch (SQLException e) {
      throw failed("open a session", e);
    }
  }

  @Override
  public long threadId() {
    return threadId;
  }

  /** READ COMMITTED keeps no read view between statements, so purge is not held up meanwhile. */
  @Override
  public void lockShared(TableName table) {
    try {
      execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
      execute("START TRANSACTION");
      execute("SELECT 1 FROM " + table.quoted() + " LIMIT 0");
    } catch (SQLException e) {
      throw failed("lock " + table, e);
    }
  }

  @Override
  public void beginSnapshot() {
    try {
      execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    } catch (SQLException e) {
      throw failed("open a view", e);
    }
  }

  @Override
  public void endTransaction() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      throw failed("end a transaction", e);
    }
  }

  @Override
  public TableReading read(TableName table) {
    try {
      Definition definition = Definition.of(connection, table);
      String checksums = checksums(table);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(checksums)) {
        row.next();
        return new TableReading(
            definition.text(),
            definition.autoIncrement(),
            row.getLong(1),
            row.getString(2) + "/" + row.getString(3),
            IndexEntries.read(connection, table));
      }
    } catch (SQLException e) {
      throw failed("read " + table, e);
    }
  }

  /** The server counts anew for each table that is put in place. */
  @Override
  public long writesSinceInPlace(TableName table) {
    try (PreparedStatement statement = connection.prepareStatement(WRITES)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw failed("count writes to " + table, e);
    }
  }

  /** Ends what is being read: the server does not notice by itself that nobody listens any more. */
  @Override
  public void close() {
    try {
      target.kill("CONNECTION", threadId);
    } catch (TargetException e) {
      // Gone already, or out of reach; either way there is nothing left to end.
    }
    Sessions.abandon(connection);
  }

  /**
   * A checksum over every column of every row, whatever its type: each value's own first, so that
   * no long text has to be put together. Sum and exclusive or do not depend on the order.
   */
  private String checksums(TableName table) throws SQLException {
    String columns =
        Columns.of(connection, table).columns().stream()
            .map(column -> "COALESCE(CRC32(" + exact(column) + "), -1)")
            .collect(Collectors.joining(", "));
    return "SELECT COUNT(*), COALESCE(SUM(c), 0), COALESCE(BIT_XOR(c), 0) FROM (SELECT"
        + " CRC32(CONCAT_WS(',', "
        + columns
        + ")) AS c FROM "
        + table.quoted()
        + ") rows_";
  }

  /** FLOAT is shown with six digits; as DOUBLE it is shown with all it has. */
  private static String exact(Columns.Column column) {
    return column.type().equals("float") ? column.quoted() + " + 0e0" : column.quoted();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.execute(sql);
    }
  }

  private static TargetException failed(String what, SQLException e) {
    return new TargetException("cannot " + what + ": " + Target.firstLine(e), e);
  }
}
