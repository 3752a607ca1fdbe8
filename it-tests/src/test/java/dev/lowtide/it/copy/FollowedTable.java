package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.binlog.BinlogSource;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.Changes;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/** A table on a real server, its registry beside it, and a feed of its changes. */
final class FollowedTable implements AutoCloseable {

  static final String SCHEMA = "feed_lab";
  static final long COPY = 7;
  static final long SPOOL_BYTES = 1 << 20;

  private static final int KEYS_MAX = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ThreadFactory THREADS = task -> new Thread(task, "feed");

  private final TestServer server;
  private final Connection session;
  private final CopyTable table;
  private final ChangeFeed feed;
  private long mark;
  private BinlogPosition upTo;

  private FollowedTable(
      TestServer server, Connection session, CopyTable table, BinlogPosition from, Path spool) {
    this.server = server;
    this.session = session;
    this.table = table;
    this.upTo = from;
    this.feed = source(server, spool, server.user(), server.password()).open(table, COPY, from);
  }

  /** Makes schema, registry and table anew, and follows from then on. */
  static FollowedTable create(TestServer server, Path spool, String definition, String... key)
      throws SQLException {
    Connection session = server.connect();
    execute(
        session,
        "DROP DATABASE IF EXISTS " + SCHEMA,
        "CREATE DATABASE " + SCHEMA,
        "CREATE DATABASE IF NOT EXISTS lowtide",
        "DROP TABLE IF EXISTS lowtide.copy",
        "CREATE TABLE lowtide.copy (id BIGINT UNSIGNED PRIMARY KEY, mark BIGINT UNSIGNED NOT NULL,"
            + " owner VARCHAR(64))",
        "INSERT INTO lowtide.copy VALUES (" + COPY + ", 0, 'us'), (8, 999, 'somebody')",
        "USE " + SCHEMA,
        "SET time_zone = '+00:00'",
        definition);
    CopyTable table = describe(session, List.of(key));
    return new FollowedTable(server, session, table, end(session), spool);
  }

  /** Another feed of the same table. */
  ChangeFeed follow(BinlogPosition from, Path spool) {
    return follow(from, spool, server.user(), server.password());
  }

  ChangeFeed follow(BinlogPosition from, Path spool, String user, String password) {
    return source(server, spool, user, password).open(table, COPY, from);
  }

  private static BinlogSource source(TestServer server, Path spool, String user, String password) {
    return new BinlogSource(
        server.host(),
        server.port(),
        user,
        password,
        THREADS,
        Clock.systemUTC(),
        spool,
        SPOOL_BYTES);
  }

  /** Where the binary log ends; the statement has another name since 8.2. */
  static BinlogPosition end(Connection session) throws SQLException {
    String what = session.getMetaData().getDatabaseMajorVersion() > 8 ? "BINARY LOG" : "MASTER";
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + what + " STATUS")) {
      row.next();
      return new BinlogPosition(row.getString(1), row.getLong(2));
    }
  }

  private static CopyTable describe(Connection session, List<String> key) throws SQLException {
    TableName original = new TableName(SCHEMA, "orders");
    List<KeyColumn> columns = new ArrayList<>();
    int count = 0;
    List<String> names = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT column_name, data_type, column_type, character_set_name,"
                    + " character_octet_length, numeric_scale, datetime_precision"
                    + " FROM information_schema.columns WHERE table_schema = '"
                    + SCHEMA
                    + "' AND table_name = 'orders' ORDER BY ordinal_position")) {
      while (row.next()) {
        names.add(row.getString(1));
        if (key.contains(row.getString(1))) {
          columns.add(column(row, count));
        }
        count++;
      }
    }
    columns.sort((a, b) -> key.indexOf(a.name()) - key.indexOf(b.name()));
    return new CopyTable(
        original,
        new TableName(CopyTable.SHADOWS, "orders"),
        new TableName(CopyTable.OLD, COPY + "_orders"),
        "PRIMARY",
        columns,
        names,
        count);
  }

  private static KeyColumn column(ResultSet row, int ordinal) throws SQLException {
    String type = row.getString(2).toLowerCase(Locale.ROOT);
    String charset = row.getString(4) == null ? "binary" : row.getString(4);
    int length =
        switch (type) {
          case "binary" -> row.getInt(5);
          case "decimal" -> row.getInt(6);
          default -> row.getInt(7);
        };
    return new KeyColumn(
        row.getString(1), ordinal, type, row.getString(3).contains("unsigned"), charset, length);
  }

  Connection session() {
    return session;
  }

  CopyTable table() {
    return table;
  }

  ChangeFeed feed() {
    return feed;
  }

  /** Up to where changes were taken. */
  BinlogPosition upTo() {
    return upTo;
  }

  void execute(String... statements) throws SQLException {
    execute(session, statements);
  }

  static void execute(Connection session, String... statements) throws SQLException {
    try (Statement statement = session.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What a query shows of all keys in the table. */
  Set<RowKey> selected() throws SQLException {
    Set<RowKey> keys = new HashSet<>();
    List<String> columns = table.key().stream().map(KeyColumn::selected).toList();
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM orders")) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          values.add(row.getString(i));
        }
        keys.add(new RowKey(values));
      }
    }
    return keys;
  }

  /** Writes a mark and takes all that comes before it. */
  Set<RowKey> drain() throws Exception {
    return drain(feed);
  }

  Set<RowKey> drain(ChangeFeed from) throws Exception {
    mark++;
    execute("UPDATE lowtide.copy SET mark = " + mark + " WHERE id = " + COPY);
    Set<RowKey> keys = new HashSet<>();
    long seen = 0;
    while (seen < mark) {
      Changes changes = take(from);
      keys.addAll(changes.keys());
      seen = changes.mark();
      upTo = changes.upTo();
    }
    return keys;
  }

  private static Changes take(ChangeFeed from) throws Exception {
    return from.take(KEYS_MAX, PATIENCE)
        .orElseThrow(() -> new AssertionError("nothing came in: " + from.state()));
  }

  /** How the feed ended. */
  CopyStoppedException awaitEnd() throws Exception {
    return awaitEnd(feed);
  }

  static CopyStoppedException awaitEnd(ChangeFeed feed) throws Exception {
    try {
      while (true) {
        assertThat(take(feed).mark()).isNotNegative();
      }
    } catch (CopyStoppedException e) {
      return e;
    }
  }

  @Override
  public void close() throws SQLException {
    feed.close();
    session.close();
  }
}
