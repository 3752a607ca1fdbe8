package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import dev.lowtide.scheduler.operator.AuditVerdict;
import dev.lowtide.scheduler.shrink.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTrailTest {

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final AuditTrail trail = journal.trail();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anEmptyTrailIsUnbroken() {
    assertThat(trail.verify()).isEqualTo(new AuditVerdict(0, AuditChain.BEGINNING, 0, ""));
  }

  @Test
  void aTrailThatNobodyTouchedIsUnbroken() {
    write(5000);

    AuditVerdict verdict = trail.verify();

    assertThat(verdict.isUnbroken()).as(verdict.text()).isTrue();
    assertThat(verdict.rows()).isEqualTo(5000);
    assertThat(verdict.text()).startsWith("5,000 lines, unbroken; the last one's hash is ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "made_at = made_at + 1",
        "made_by = 'Bob'",
        "action = 'APPROVEd'",
        "text = CONCAT(text, ' ')",
        "text = REPLACE(text, 'line', 'lime')",
        "hash = CONCAT(SUBSTRING(hash, 2), 'x')",
        "hash = NULL",
      })
  void whatWasChangedIsFoundAtTheVeryLine(String change) {
    write(3000);

    execute("UPDATE audit SET " + change + " WHERE id = 2345");

    assertThat(trail.verify())
        .extracting(AuditVerdict::brokenAt, AuditVerdict::rows, AuditVerdict::what)
        .containsExactly(2345L, 2344L, "it is not what was written");
  }

  @Test
  void aLineFiledUnderAnotherRunIsFound() {
    trail.record(NOW, "ann", "request", "run 7 for shop.orders");

    execute("UPDATE audit SET run_id = 8");

    assertThat(trail.verify().what())
        .isEqualTo("it is filed under another run than the one it is about");
  }

  @Test
  void aLineTakenOutOfTheMiddleIsMissed() {
    write(10);

    execute("DELETE FROM audit WHERE id = 4");

    assertThat(trail.verify().text())
        .isEqualTo(
            "broken at line 5 after 3: it does not follow line 3: lines between them are missing");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10})
  void linesCutOffAtTheEndAreMissed(int cut) {
    write(10);

    execute("DELETE FROM audit WHERE id > " + (10 - cut));

    assertThat(trail.verify().text())
        .isEqualTo(
            "broken at line 10 after "
                + (10 - cut)
                + ": the trail ends with line "
                + (10 - cut)
                + ", but had 10 lines up to here");
  }

  @Test
  void aLineThatSomebodyAddedBehindTheEndIsFound() {
    write(3);

    execute(
        "INSERT INTO audit (id, made_at, made_by, action, text, hash)"
            + " VALUES (4, 0, 'bob', 'approve', 'run 1', '')");

    assertThat(trail.verify().text())
        .isEqualTo(
            "broken at line 4 after 3: it stands behind the end of the trail, where nothing was"
                + " written");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void aLineThatSomebodyAddedBeforeTheBeginningIsFound(long id) {
    write(3);

    execute(
        "INSERT INTO audit (id, made_at, made_by, action, text, hash)"
            + " VALUES ("
            + id
            + ", 0, 'bob', 'approve', 'run 1', '')");

    assertThat(trail.verify().text())
        .isEqualTo(
            "broken at line "
                + id
                + " after 3: it stands before the beginning of the trail, where nothing was"
                + " written");
  }

  @Test
  void aHeadThatWasTakenBackIsFoundByTheLineBehindIt() {
    write(3);
    String hash = trail.page(AuditFilter.NEWEST).get(1).hash();

    execute("UPDATE audit_head SET entries = 2, last_id = 2, hash = '" + hash + "'");

    assertThat(trail.verify().brokenAt()).isEqualTo(3);
  }

  @Test
  void writersAtTheSameTimeMakeOneChain() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        work.add(
            () -> {
              write(100);
              return 100;
            });
      }
      for (Future<Integer> done : writers.invokeAll(work)) {
        done.get();
      }
    } finally {
      writers.shutdown();
    }

    assertThat(trail.verify())
        .extracting(AuditVerdict::rows, AuditVerdict::what)
        .containsExactly(400L, "");
  }

  @Test
  void whatIsNotDoneIsNotRecordedEither() {
    assertThatThrownBy(
            () ->
                store
                    .jdbi()
                    .useTransaction(
                        handle -> {
                          AuditTrail.record(handle, NOW, "ann", "test", "never done");
                          throw new IllegalStateException("it failed");
                        }))
        .hasMessage("it failed");
    trail.record(NOW, "ann", "test", "done");

    assertThat(journal.audit()).extracting(AuditEntry::text).containsExactly("done");
    assertThat(trail.verify().isUnbroken()).isTrue();
  }

  @Test
  void linesOfAnOlderStoreAreChainedOnceAndNoMore() {
    write(3);
    execute("DELETE FROM audit WHERE id = 2");
    execute("UPDATE audit SET hash = NULL, run_id = NULL");
    execute("UPDATE audit_head SET entries = -1, last_id = 0, hash = '" + "0".repeat(64) + "'");

    AuditTrail.chain(store.jdbi());
    assertThat(trail.verify())
        .extracting(AuditVerdict::rows, AuditVerdict::what)
        .containsExactly(2L, "");
    trail.record(NOW, "ann", "test", "goes on");
    assertThat(trail.verify().rows()).isEqualTo(3);

    execute("UPDATE audit SET hash = NULL WHERE id = 3");
    AuditTrail.chain(store.jdbi());
    assertThat(trail.verify().brokenAt()).isEqualTo(3);
  }

  @Test
  void linesAreFoundByWhoWhatTextAndRun() {
    trail.record(NOW, "ann", "request", "run 7 for shop.orders");
    trail.record(NOW, "bob", "APPROVED", "run 7 for shop.orders: approved by bob");
    trail.record(NOW, "bob", "APPROVED", "run 70 for shop.carts: 100%_approved");

    assertThat(found(new AuditFilter("bob", "", "", 0, 0, 10))).containsExactly(3L, 2L);
    assertThat(found(new AuditFilter("", "request", "", 0, 0, 10))).containsExactly(1L);
    assertThat(found(new AuditFilter("", "", "SHOP.", 0, 0, 10))).containsExactly(3L, 2L, 1L);
    assertThat(found(new AuditFilter("", "", "0%_a", 0, 0, 10))).containsExactly(3L);
    assertThat(found(new AuditFilter("", "", "", 7, 0, 10))).containsExactly(2L, 1L);
    assertThat(found(new AuditFilter("", "", "", 0, 3, 1))).containsExactly(2L);
    assertThat(found(new AuditFilter("' OR '1'='1", "", "", 0, 0, 10))).isEmpty();
  }

  @Test
  void whatIsLongerThanItsColumnIsCutBetweenCharacters() {
    trail.record(NOW, "x".repeat(70), "y".repeat(70), "z".repeat(3998) + "🌊🌊\0");

    AuditEntry entry = journal.audit().get(0);
    assertThat(entry.by()).isEqualTo("x".repeat(63) + "…");
    assertThat(entry.text()).isEqualTo("z".repeat(3998) + "…");
    assertThat(trail.verify().isUnbroken()).isTrue();
  }

  @Test
  void anExportHasAllLinesTheOldestFirst() {
    write(4500);
    List<Long> ids = new ArrayList<>();

    trail.export(entry -> ids.add(entry.id()));

    assertThat(ids).hasSize(4500).isSorted().startsWith(1L).endsWith(4500L);
  }

  @Test
  void whatARunGoesThroughIsInTheChain() {
    journal.insert(Plans.plan(), "ann", NOW);

    assertThat(trail.verify().rows()).isEqualTo(1);
    assertThat(found(new AuditFilter("", "", "", 1, 0, 10))).containsExactly(1L);
  }

  private List<Long> found(AuditFilter filter) {
    return trail.page(filter).stream().map(AuditEntry::id).toList();
  }

  private void write(int lines) {
    IntStream.range(0, lines).forEach(i -> trail.record(NOW, "ann", "test", "line " + i));
  }

  private void execute(String sql) {
    store.jdbi().useHandle(handle -> handle.execute(sql));
  }
}
