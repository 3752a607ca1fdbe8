package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.verify.TwinReader;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where rows are missing, too many or changed, it is seen; and nobody notices the comparison. */
class TwinReaderIT {

  private static Twins twins;

  @BeforeAll
  static void connect() throws Exception {
    twins = new Twins();
  }

  @AfterAll
  static void disconnect() throws Exception {
    twins.close();
  }

  /** Of ten rows in parts of three: first, last, on either side of a boundary, and in between. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void oneRowAnywhere(int n) throws Exception {
    int id = n * 2;
    List<String> plants =
        List.of(
            "UPDATE " + Twins.COPY + " SET v = v + 1 WHERE id = " + id,
            "DELETE FROM " + Twins.COPY + " WHERE id = " + id,
            "DELETE FROM " + Twins.ORIGINAL + " WHERE id = " + id);
    for (String plant : plants) {
      tenRows();
      twins.execute(plant);
      assertThatTheyDifferIn(String.valueOf(id));
    }
    for (int extra : new int[] {id - 1, id + 1}) {
      tenRows();
      twins.execute("INSERT INTO " + Twins.COPY + " VALUES (" + extra + ", 0)");
      assertThatTheyDifferIn(String.valueOf(extra));
    }
  }

  private static void assertThatTheyDifferIn(String id) {
    try (TwinReader reader = twins.reader(Twins.id())) {
      for (int rowsMax : new int[] {1, 3, 5, 10, 11}) {
        assertThat(Twins.compare(reader, rowsMax).differing())
            .as("parts of %d rows", rowsMax)
            .containsExactly(RowKey.of(id));
      }
      assertThat(reader.differing(Set.of(RowKey.of(id), RowKey.of("1000"))))
          .containsExactly(RowKey.of(id));
    }
  }

  @Test
  void partsEndWhereTheyShould() throws Exception {
    tenRows();
    try (TwinReader reader = twins.reader(Twins.id())) {
      TwinReader.Span first = reader.compare(null, 4);
      TwinReader.Span second = reader.compare(first.upTo(), 4);
      TwinReader.Span third = reader.compare(second.upTo(), 4);

      assertThat(first).isEqualTo(new TwinReader.Span(RowKey.of("8"), 4, Set.of(), false));
      assertThat(second).isEqualTo(new TwinReader.Span(RowKey.of("16"), 4, Set.of(), false));
      assertThat(third).isEqualTo(new TwinReader.Span(RowKey.of("20"), 2, Set.of(), true));
      assertThat(reader.compare(null, 10).isLast()).isTrue();
    }
  }

  @Test
  void partsOfAKeyThatGoesUpAndDownAreInItsOrder() throws Exception {
    twins.create("id INT, day INT, v INT, PRIMARY KEY (id, day DESC)");
    for (int i = 0; i < 12; i++) {
      twins.executeInBoth("INSERT INTO TWIN VALUES (" + i / 4 + ", " + i % 4 + ", 0)");
    }
    twins.execute("UPDATE " + Twins.COPY + " SET v = 1 WHERE id = 1 AND day IN (0, 3)");
    KeyColumn day = new KeyColumn("day", 1, "int", false, "", 0);
    try (TwinReader reader = twins.reader(Twins.id(), day)) {
      assertThat(reader.compare(null, 5).upTo()).isEqualTo(RowKey.of("1", "3"));
      for (int rowsMax : new int[] {1, 2, 5, 12, 13}) {
        assertThat(Twins.compare(reader, rowsMax))
            .isEqualTo(new Twins.Whole(12, Set.of(RowKey.of("1", "0"), RowKey.of("1", "3"))));
      }
    }
  }

  @Test
  void emptyTablesHaveOnePartWithoutAnEnd() throws Exception {
    twins.create("id INT PRIMARY KEY, v INT");
    try (TwinReader reader = twins.reader(Twins.id())) {
      assertThat(reader.compare(null, 3)).isEqualTo(new TwinReader.Span(null, 0, Set.of(), true));
    }
  }

  /** No part becomes long by them, nor is one of them passed over. */
  @Test
  void allRowsOfTheCopyAreTooMany() throws Exception {
    tenRows();
    twins.execute("DELETE FROM " + Twins.ORIGINAL);
    try (TwinReader reader = twins.reader(Twins.id())) {
      assertThat(reader.compare(null, 3).differing()).hasSize(6);
      assertThat(Twins.compare(reader, 3)).isEqualTo(new Twins.Whole(0, evenKeysTo(20)));
    }
  }

  @Test
  void theCopyIsEmpty() throws Exception {
    tenRows();
    twins.execute("DELETE FROM " + Twins.COPY);
    try (TwinReader reader = twins.reader(Twins.id())) {
      assertThat(Twins.compare(reader, 3)).isEqualTo(new Twins.Whole(10, evenKeysTo(20)));
    }
  }

  /** Two that are written together are never seen apart. */
  @Test
  void bothAreSeenAsTheyWereAtOneMoment() throws Exception {
    tenRows();
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> writeBoth(isOver));
    try (TwinReader reader = twins.reader(Twins.id())) {
      for (int i = 0; i < 300; i++) {
        assertThat(Twins.compare(reader, 4).differing()).isEmpty();
        assertThat(reader.differing(evenKeysTo(20))).isEmpty();
      }
    } finally {
      isOver.set(true);
    }
    assertThat(writer.get()).isGreaterThan(100);
  }

  private static int writeBoth(AtomicBoolean isOver) {
    int transactions = 0;
    try (Connection writer = Lab.server().connect()) {
      writer.setAutoCommit(false);
      while (!isOver.get()) {
        for (String table : List.of(Twins.ORIGINAL, Twins.COPY)) {
          Lab.execute(writer, "UPDATE " + table + " SET v = v + 1");
        }
        writer.commit();
        transactions++;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return transactions;
  }

  @Test
  void rowsLockedByOthersAreReadAtOnce() throws Exception {
    tenRows();
    try (Connection other = Lab.server().connect();
        TwinReader reader = twins.reader(Twins.id())) {
      other.setAutoCommit(false);
      Lab.execute(other, "UPDATE " + Twins.ORIGINAL + " SET v = -1");

      assertThat(Twins.compare(reader, 3).differing()).isEmpty();

      other.rollback();
    }
  }

  @Test
  void nothingIsKeptBetweenTwoCalls() throws Exception {
    tenRows();
    try (TwinReader reader = twins.reader(Twins.id())) {
      List<Runnable> calls = new ArrayList<>();
      calls.add(() -> reader.compare(null, 3));
      calls.add(() -> reader.differing(evenKeysTo(20)));
      calls.add(reader::entriesOfCopy);
      for (Runnable call : calls) {
        call.run();
        assertThat(kept(reader.threadId())).isEqualTo("0/0/0");
        twins.execute("ALTER TABLE " + Twins.ORIGINAL + " COMMENT 'nobody is in the way'");
      }
    }
  }

  /** Transactions with or without a view, metadata locks, row locks. */
  private static String kept(long threadId) throws Exception {
    String thread =
        "(SELECT THREAD_ID FROM performance_schema.threads WHERE PROCESSLIST_ID = "
            + threadId
            + ")";
    return Lab.ask(
        twins.connection,
        "SELECT CONCAT((SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE"
            + " trx_mysql_thread_id = "
            + threadId
            + "), '/', (SELECT COUNT(*) FROM performance_schema.metadata_locks WHERE"
            + " OWNER_THREAD_ID = "
            + thread
            + "), '/', (SELECT COUNT(*) FROM performance_schema.data_locks WHERE THREAD_ID = "
            + thread
            + "))");
  }

  @Test
  void everyIndexIsCountedInItself() throws Exception {
    twins.create(
        "id INT PRIMARY KEY, v INT, w VARCHAR(20), p POINT NOT NULL SRID 4326, KEY by_v (v),"
            + " KEY hidden (w) INVISIBLE, KEY half ((v / 2)), UNIQUE KEY `a``b` (w, id),"
            + " SPATIAL KEY places (p), FULLTEXT KEY words (w)");
    for (int i = 0; i < 20; i++) {
      twins.execute(
          "INSERT INTO "
              + Twins.COPY
              + " VALUES ("
              + i
              + ", NULL, 'word', ST_GeomFromText('POINT(1 2)', 4326))");
    }
    twins.execute("TRUNCATE performance_schema.table_io_waits_summary_by_index_usage");
    try (TwinReader reader = twins.reader(Twins.id())) {
      Map<String, Long> entries = reader.entriesOfCopy();

      assertThat(entries)
          .containsOnlyKeys("PRIMARY", "by_v", "hidden", "half", "a`b", "places")
          .allSatisfy((index, count) -> assertThat(count).isEqualTo(20));
    }
    assertThat(
            Lab.rows(
                twins.connection,
                "SELECT INDEX_NAME FROM performance_schema.table_io_waits_summary_by_index_usage"
                    + " WHERE OBJECT_SCHEMA = '"
                    + Twins.THERE
                    + "' AND COUNT_FETCH >= 20 ORDER BY 1"))
        .contains("by_v|", "hidden|", "half|", "a`b|");
  }

  @Test
  void countingThatIsEndedFailsAndCanBeBegunAgain() throws Exception {
    tenRows();
    try (TwinReader reader = twins.reader(Twins.id());
        Connection other = Lab.server().connect()) {
      Lab.execute(other, "LOCK TABLES " + Twins.COPY + " WRITE");
      CompletableFuture<Map<String, Long>> counting =
          CompletableFuture.supplyAsync(reader::entriesOfCopy);
      Lab.await("counting", () -> waitsForALock(reader.threadId()));

      reader.endCounting();

      assertThatThrownBy(() -> counting.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("interrupted");
      Lab.execute(other, "UNLOCK TABLES");
      assertThat(reader.entriesOfCopy()).containsEntry("PRIMARY", 10L);
    }
  }

  private static boolean waitsForALock(long threadId) throws Exception {
    return "Waiting for table metadata lock"
        .equals(
            Lab.ask(
                twins.connection,
                "SELECT PROCESSLIST_STATE FROM performance_schema.threads WHERE PROCESSLIST_ID = "
                    + threadId));
  }

  @Test
  void closedReaderIsGone() throws Exception {
    tenRows();
    TwinReader reader = twins.reader(Twins.id());
    long threadId = reader.threadId();
    reader.close();
    try (Connection root =
        TestServer.connect(
            Lab.server().host(),
            Lab.server().port(),
            Lab.server().user(),
            Lab.server().password(),
            "")) {
      Lab.await(
          "end of session " + threadId,
          () ->
              "0"
                  .equals(
                      Lab.ask(
                          root,
                          "SELECT COUNT(*) FROM performance_schema.threads WHERE PROCESSLIST_ID = "
                              + threadId)));
    }
  }

  private static void tenRows() throws Exception {
    twins.create("id INT PRIMARY KEY, v INT");
    for (int i = 1; i <= 10; i++) {
      twins.executeInBoth("INSERT INTO TWIN VALUES (" + 2 * i + ", " + i + ")");
    }
  }

  private static Set<RowKey> evenKeysTo(int last) {
    Set<RowKey> keys = new HashSet<>();
    for (int id = 2; id <= last; id += 2) {
      keys.add(RowKey.of(String.valueOf(id)));
    }
    return keys;
  }
}
