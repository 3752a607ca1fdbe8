package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.harness.TestServers;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.RowKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows changed, by a real server's binary log. */
class ChangeFeedIT {

  private static final String PLAIN = "CREATE TABLE orders (id INT PRIMARY KEY, v INT)";

  private static TestServer server;

  @TempDir Path spool;

  @BeforeAll
  static void start() throws Exception {
    server = TestServers.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyRowThatChangedIsTold() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("INSERT INTO orders VALUES (1, 1), (2, 2), (3, 3)");
      assertThat(table.drain()).containsExactlyInAnyOrder(keys(1, 2, 3));

      table.execute("UPDATE orders SET v = 9 WHERE id = 2", "DELETE FROM orders WHERE id = 3");
      assertThat(table.drain()).containsExactlyInAnyOrder(keys(2, 3));
    }
  }

  @Test
  void aChangeOfTheKeyNamesBoth() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("INSERT INTO orders VALUES (1, 1), (2, 2)");
      table.drain();
      table.execute("UPDATE orders SET id = id + 10 ORDER BY id DESC");

      assertThat(table.drain()).containsExactlyInAnyOrder(keys(1, 2, 11, 12));
    }
  }

  @Test
  void whatWasRolledBackIsNotTold() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute(
          "BEGIN",
          "INSERT INTO orders VALUES (1, 1)",
          "ROLLBACK",
          "BEGIN",
          "INSERT INTO orders VALUES (2, 2)",
          "SAVEPOINT a",
          "INSERT INTO orders VALUES (3, 3)",
          "ROLLBACK TO a",
          "INSERT INTO orders VALUES (4, 4)",
          "COMMIT");

      assertThat(table.drain()).containsExactlyInAnyOrder(keys(2, 4));
    }
  }

  @Test
  void otherTablesAreNotTold() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute(
          "CREATE TABLE other (id INT PRIMARY KEY)",
          "INSERT INTO other VALUES (5)",
          "BEGIN",
          "INSERT INTO other VALUES (6)",
          "INSERT INTO orders VALUES (1, 1)",
          "COMMIT");

      assertThat(table.drain()).containsExactly(keys(1));
    }
  }

  @Test
  void aCompressedTransactionIsUnpacked() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("SET SESSION binlog_transaction_compression = ON");
      table.execute("BEGIN");
      insert(table.session(), 5000);
      table.execute("COMMIT");
      table.execute("SET SESSION binlog_transaction_compression = OFF");

      assertThat(table.drain()).hasSize(5000).containsAll(table.selected());
    }
  }

  @Test
  void rowsOfAnXaTransactionCountWhenItIsCommitted() throws Exception {
    try (FollowedTable table = plain()) {
      BinlogPosition before = table.upTo();
      table.execute(
          "XA START 'x'", "INSERT INTO orders VALUES (1, 1)", "XA END 'x'", "XA PREPARE 'x'");
      try (Connection other = server.connect()) {
        FollowedTable.execute(other, "INSERT INTO feed_lab.orders VALUES (2, 2)");
        FollowedTable.execute(other, "UPDATE lowtide.copy SET mark = 1000 WHERE id = 7");
      }
      Set<RowKey> keys = new HashSet<>();
      long mark = 0;
      while (mark < 1000) {
        var changes = table.feed().take(10, Duration.ofSeconds(30)).orElseThrow();
        keys.addAll(changes.keys());
        mark = changes.mark();
        assertThat(changes.upTo()).isEqualTo(before);
      }
      assertThat(keys).containsExactly(keys(2));

      table.execute("XA COMMIT 'x'");

      var changes = table.feed().take(10, Duration.ofSeconds(30)).orElseThrow();
      assertThat(changes.keys()).containsExactly(keys(1));
      assertThat(changes.upTo()).isGreaterThan(before);
    }
  }

  @Test
  void rowsOfAnXaTransactionThatIsRolledBackAreNotTold() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute(
          "XA START 'x','y',3",
          "INSERT INTO orders VALUES (1, 1)",
          "XA END 'x','y',3",
          "XA PREPARE 'x','y',3",
          "XA ROLLBACK 'x','y',3",
          "XA START 'z'",
          "INSERT INTO orders VALUES (2, 2)",
          "XA END 'z'",
          "XA COMMIT 'z' ONE PHASE");

      assertThat(table.drain()).containsExactly(keys(2));
    }
  }

  @Test
  void theLogGoesOnInTheNextFile() throws Exception {
    try (FollowedTable table = plain()) {
      String file = table.upTo().file();
      table.execute("INSERT INTO orders VALUES (1, 1)", "FLUSH BINARY LOGS");
      table.execute("INSERT INTO orders VALUES (2, 2)", "FLUSH BINARY LOGS");
      table.execute("INSERT INTO orders VALUES (3, 3)");

      assertThat(table.drain()).containsExactlyInAnyOrder(keys(1, 2, 3));
      assertThat(table.upTo().file()).isNotEqualTo(file);
    }
  }

  @Test
  void whatIsTakenCanBeReadAgainFromWhereItWas() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("INSERT INTO orders VALUES (1, 1)");
      table.drain();
      BinlogPosition at = table.upTo();
      table.execute("INSERT INTO orders VALUES (2, 2)");

      try (ChangeFeed again = table.follow(at, spool)) {
        assertThat(table.drain(again)).containsExactly(keys(2));
      }
    }
  }

  @Test
  void aLostLinkIsMadeAgainAndNothingIsLost() throws Exception {
    try (FollowedTable table = plain();
        Connection other = server.connect()) {
      for (int round = 0; round < 5; round++) {
        table.execute("INSERT INTO orders VALUES (" + 2 * round + ", 1)");
        killDumps(other);
        table.execute("INSERT INTO orders VALUES (" + (2 * round + 1) + ", 1)");
      }

      assertThat(table.drain()).containsExactlyInAnyOrder(keys(IntStream.range(0, 10).toArray()));
    }
  }

  @Test
  void aLargeTransactionNeedsNoMoreRoomThanThereIs() throws Exception {
    String definition = "CREATE TABLE orders (k VARCHAR(150) PRIMARY KEY, v INT)";
    try (FollowedTable table = FollowedTable.create(server, spool, definition, "k")) {
      table.execute(
          "SET SESSION cte_max_recursion_depth = 200000",
          "INSERT INTO orders WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              + " WHERE i < 100000) SELECT CONCAT(REPEAT('x', 120), i), i FROM n");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> table.feed().state().trouble().contains("the spool is full"));
      assertThat(table.feed().state().spooledBytes())
          .isBetween(FollowedTable.SPOOL_BYTES, FollowedTable.SPOOL_BYTES * 3 / 2);

      assertThat(table.drain()).hasSize(100_000).isEqualTo(table.selected());

      assertThat(table.feed().state().spooledBytes()).isZero();
    }
    assertThat(spool).isEmptyDirectory();
  }

  /** After FLUSH PRIVILEGES the server knows no password of caching_sha2_password by heart. */
  @Test
  void anAccountNeedsNothingButReplicationSlave() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute(
          "DROP USER IF EXISTS feed_reader",
          "CREATE USER feed_reader IDENTIFIED WITH caching_sha2_password BY 'p w\\'\u00e4'",
          "GRANT REPLICATION SLAVE ON *.* TO feed_reader",
          "FLUSH PRIVILEGES",
          "INSERT INTO orders VALUES (1, 1)");

      try (ChangeFeed reader = table.follow(table.upTo(), spool, "feed_reader", "p w'\u00e4")) {
        assertThat(table.drain(reader)).containsExactly(keys(1));
      }
    }
  }

  @Test
  void anIdleServerIsNotBehind() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("INSERT INTO orders VALUES (1, 1)");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> table.feed().state().behind().compareTo(Duration.ofSeconds(2)) > 0);

      table.drain();

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> table.feed().state().behind().isZero());
    }
  }

  private FollowedTable plain() throws Exception {
    return FollowedTable.create(server, spool, PLAIN, "id");
  }

  private static void insert(Connection session, int rows) throws Exception {
    Random random = new Random(5);
    try (PreparedStatement insert = session.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setInt(1, i);
        insert.setInt(2, random.nextInt());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void killDumps(Connection session) throws Exception {
    Awaitility.await().until(() -> !dumps(session).isEmpty());
    for (long id : dumps(session)) {
      FollowedTable.execute(session, "KILL " + id);
    }
  }

  private static List<Long> dumps(Connection session) throws Exception {
    List<Long> ids = new ArrayList<>();
    try (var statement = session.createStatement();
        var row =
            statement.executeQuery(
                "SELECT id FROM performance_schema.processlist WHERE command = 'Binlog Dump'"
                    + " AND state LIKE '%has sent all binlog%'")) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }

  private static RowKey[] keys(int... ids) {
    return IntStream.of(ids).mapToObj(id -> RowKey.of("" + id)).toArray(RowKey[]::new);
  }
}
