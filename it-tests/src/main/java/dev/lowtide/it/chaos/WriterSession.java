package dev.lowtide.it.chaos;

import com.mysql.cj.jdbc.JdbcStatement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A writer's connection: every change goes to both tables. Confined to the writer's thread. */
final class WriterSession implements AutoCloseable {

  private final Connection connection;
  private final RandomTable table;
  private final Random random;
  private final Tally tally;
  private final String name;

  /** Prepared once and used again and again, also after the table was swapped. */
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  WriterSession(Connection connection, RandomTable table, Random random, Tally tally)
      throws SQLException {
    this.connection = connection;
    this.table = table;
    this.random = random;
    this.tally = tally;
    connection.setCatalog(RandomTable.SCHEMA);
    this.name =
        random.nextBoolean() ? table.name() : RandomTable.SCHEMA + ".`" + table.name() + "`";
    execute(
        "SET SESSION TRANSACTION ISOLATION LEVEL "
            + (random.nextBoolean() ? "READ COMMITTED" : "REPEATABLE READ"));
  }

  /** Does it to both tables, and compares what the server says of each. */
  void change(Change change) throws SQLException {
    String first = change.statements().get(0);
    if (change.error() != 0) {
      refused(first, change.error());
      return;
    }
    if (change.isSerial()) {
      change.effect().accept(insertSerial(first));
      return;
    }
    for (String statement : change.statements()) {
      if (change.isForBoth()) {
        same(statement, execute(named(statement)), 2);
      } else {
        same(statement, execute(named(statement)), execute(truthful(statement)));
      }
    }
    change.effect().accept(0);
  }

  private long insertSerial(String statement) throws SQLException {
    long id;
    try (Statement sql = connection.createStatement()) {
      long began = System.nanoTime();
      sql.executeUpdate(named(statement), Statement.RETURN_GENERATED_KEYS);
      tally.took(System.nanoTime() - began, statement);
      try (ResultSet keys = sql.getGeneratedKeys()) {
        keys.next();
        id = keys.getLong(1);
      }
    }
    execute(truthful(statement).replace("(" + Change.CHOSEN + ",", "(" + id + ","));
    return id;
  }

  private void refused(String statement, int error) throws SQLException {
    try {
      execute(named(statement));
      tally.wrong("not refused with " + error + ": " + Tally.brief(statement));
    } catch (SQLException e) {
      if (e.getErrorCode() != error) {
        throw e;
      }
    }
  }

  /** Counts a row that everybody counts up. */
  void countUp(HotRows hot, int index) throws SQLException {
    String statement = hot.countUp(index);
    same(statement, executeKept(named(statement)), executeKept(truthful(statement)));
  }

  /** Rows from a file, of which only the keys are given. */
  void load(String statement, String file) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      long[] counts = new long[2];
      for (int i = 0; i < counts.length; i++) {
        sql.unwrap(JdbcStatement.class)
            .setLocalInfileInputStream(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        long began = System.nanoTime();
        counts[i] = sql.executeUpdate(i == 0 ? named(statement) : truthful(statement));
        tally.took(System.nanoTime() - began, statement);
      }
      same(statement, counts[0], counts[1]);
    }
  }

  /** What the writer reads of its own row must be what it wrote. */
  void read(Row row) throws SQLException {
    String statement =
        "SELECT slot, stamp FROM " + name + " WHERE " + table.key().where("", row.key());
    long began = System.nanoTime();
    try (Statement sql = connection.createStatement();
        ResultSet found = sql.executeQuery(statement)) {
      tally.took(System.nanoTime() - began, statement);
      if (!found.next()) {
        tally.wrong("reads nothing of " + row);
      } else if (found.getLong(1) != row.slot() || found.getLong(2) != row.stamp()) {
        tally.wrong(
            "reads slot " + found.getLong(1) + ", stamp " + found.getLong(2) + " of " + row);
      }
    }
  }

  long execute(String statement) throws SQLException {
    long began = System.nanoTime();
    try {
      if (random.nextInt(3) == 0 && isPreparable(statement)) {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
          return prepared.executeUpdate();
        }
      }
      try (Statement sql = connection.createStatement()) {
        return sql.executeUpdate(statement);
      }
    } finally {
      tally.took(System.nanoTime() - began, statement);
    }
  }

  /** SET, XA and the like are not. */
  private static boolean isPreparable(String statement) {
    return statement.startsWith("INSERT")
        || statement.startsWith("UPDATE")
        || statement.startsWith("DELETE")
        || statement.startsWith("REPLACE");
  }

  private long executeKept(String statement) throws SQLException {
    PreparedStatement prepared = kept.get(statement);
    if (prepared == null) {
      prepared = connection.prepareStatement(statement);
      kept.put(statement, prepared);
    }
    long began = System.nanoTime();
    try {
      return prepared.executeUpdate();
    } finally {
      tally.took(System.nanoTime() - began, statement);
    }
  }

  private void same(String statement, long inTable, long inTruth) {
    if (inTable != inTruth) {
      tally.wrong(inTable + " rows, expected " + inTruth + ": " + Tally.brief(statement));
    }
  }

  private String named(String statement) {
    return statement.replace(Change.TABLE, name).replace(Change.TRUTH, truth());
  }

  private String truthful(String statement) {
    return statement.replace(Change.TABLE, truth());
  }

  private String truth() {
    return RandomTable.TRUTH + "." + table.name();
  }

  /** Hangs up without a word: nothing that was begun may be ended by the driver. */
  void abandon() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
