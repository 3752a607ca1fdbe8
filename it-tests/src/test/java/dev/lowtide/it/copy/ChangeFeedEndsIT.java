package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.harness.TestServers;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a feed for good, and what must not. */
class ChangeFeedEndsIT {

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
  void aLogThatWasPurgedEndsIt() throws Exception {
    try (FollowedTable table = plain()) {
      BinlogPosition at = table.upTo();
      table.execute("FLUSH BINARY LOGS");
      table.execute("INSERT INTO orders VALUES (1, 1)");
      assertThat(table.drain()).isNotEmpty();
      table.execute("PURGE BINARY LOGS TO '" + table.upTo().file() + "'");

      try (ChangeFeed again = table.follow(at, spool)) {
        assertLost(FollowedTable.awaitEnd(again), "error 1236");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE orders ADD COLUMN c INT",
        "ALTER TABLE `feed_lab` . `orders` COMMENT 'x'",
        "TRUNCATE TABLE feed_lab.orders",
        "RENAME TABLE orders TO gone",
        "DROP TABLE orders",
        "CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET @a = 1",
        "DROP DATABASE feed_lab",
        "OPTIMIZE TABLE orders"
      })
  void aStatementThatNamesTheTableEndsIt(String sql) throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("INSERT INTO orders VALUES (1, 1)");
      table.execute(sql);

      assertLost(table.awaitEnd(), "names feed_lab.orders");
    }
  }

  @Test
  void ourOwnStatementsAndThoseOnOtherTablesDoNotEndIt() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute(
          "CREATE DATABASE IF NOT EXISTS lowtide_new",
          "CREATE DATABASE IF NOT EXISTS lowtide_old",
          "DROP TABLE IF EXISTS lowtide_new.orders, lowtide_old.orders",
          "USE lowtide_new",
          "CREATE TABLE `orders` (id INT PRIMARY KEY, v INT)",
          "ALTER TABLE `lowtide_new`.`orders` ADD INDEX (v)",
          "INSERT INTO lowtide_new.orders SELECT * FROM feed_lab.orders",
          "ANALYZE TABLE lowtide_new.orders",
          "ANALYZE TABLE feed_lab.orders",
          "RENAME TABLE lowtide_new.orders TO lowtide_old.orders",
          "DROP TABLE lowtide_old.`orders`",
          "USE feed_lab",
          "CREATE TABLE orders_archive (id INT PRIMARY KEY)",
          "DROP TABLE orders_archive",
          "INSERT INTO orders VALUES (1, 1)");

      assertThat(table.drain()).containsExactly(RowKey.of("1"));
    }
  }

  @Test
  void imagesThatAreNotFullEndIt() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("INSERT INTO orders VALUES (1, 1)");
      table.execute("SET SESSION binlog_row_image = MINIMAL");
      table.execute("UPDATE orders SET v = 2");
      table.execute("SET SESSION binlog_row_image = FULL");

      assertLost(table.awaitEnd(), "(expected: binlog_row_image=FULL in all sessions)");
    }
  }

  @Test
  void aStatementLoggedAsTextEndsIt() throws Exception {
    try (FollowedTable table = plain()) {
      table.execute("INSERT INTO orders VALUES (1, 1)");
      table.execute("SET SESSION binlog_format = STATEMENT");
      table.execute("UPDATE orders SET v = 2");
      table.execute("SET SESSION binlog_format = ROW");

      assertLost(table.awaitEnd(), "(expected: binlog_format=ROW in all sessions)");
    }
  }

  @Test
  void rowsLoggedInPartEndIt() throws Exception {
    String definition = "CREATE TABLE orders (id INT PRIMARY KEY, j JSON)";
    try (FollowedTable table = FollowedTable.create(server, spool, definition, "id")) {
      table.execute("INSERT INTO orders VALUES (1, '{\"a\": \"aaaaaaaaaaaaaaaaaaaa\", \"b\": 1}')");
      table.execute("SET SESSION binlog_row_value_options = PARTIAL_JSON");
      table.execute("UPDATE orders SET j = JSON_SET(j, '$.b', 2)");
      table.execute("SET SESSION binlog_row_value_options = ''");

      assertLost(table.awaitEnd(), "binlog_row_value_options");
    }
  }

  private FollowedTable plain() throws Exception {
    return FollowedTable.create(
        server, spool, "CREATE TABLE orders (id INT PRIMARY KEY, v INT)", "id");
  }

  private static void assertLost(CopyStoppedException end, String text) {
    assertThat(end.fate()).isEqualTo(Fate.LOST);
    assertThat(end.reason()).isEqualTo(AbortReason.CHANGES_LOST);
    assertThat(end.text()).contains(text);
  }
}
