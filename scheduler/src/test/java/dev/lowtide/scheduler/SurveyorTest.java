package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.estimate.Measurer.Outcome;
import dev.lowtide.scheduler.estimate.PurgeDebt;
import dev.lowtide.scheduler.estimate.Source;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.Descriptions;
import dev.lowtide.scheduler.plan.Estimates;
import dev.lowtide.scheduler.plan.FakeCatalog;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.SizeSample;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.Tablespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SurveyorTest {

  private static final TableName SMALL = new TableName("shop", "small");

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final FakeCatalog catalog = new FakeCatalog();
  private final SettableClock clock = new SettableClock(NOW);
  private final List<TableName> measured = new ArrayList<>();
  private List<CheckResult> checks = List.of();
  private boolean isRunAtWork;
  private long nanos;
  private double live = 0.3;
  private int brokenOff;
  private long unpurged;
  private SurveyResults results = new SurveyResults(journal.experience());
  private Surveyor surveyor = surveyor();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void measuresTheLargestFirstAndRestsInBetween() {
    tables();

    surveyor.tick();
    surveyor.tick();
    assertThat(measured).containsExactly(ORDERS);
    rest();
    surveyor.tick();

    assertThat(measured).containsExactly(ORDERS, CARTS);
  }

  @Test
  void isDoneWhenNothingIsDue() {
    tables();
    assertThat(surveyor.view().doneAt()).isNull();
    assertThat(surveyor.view().due()).isEqualTo(2);

    survey();

    assertThat(surveyor.view().doneAt()).isEqualTo(NOW);
    assertThat(surveyor.view().due()).isZero();
    assertThat(surveyor.view().measured()).isEqualTo(2);
    assertThat(measured).hasSize(2);
  }

  @Test
  void measuresNothingWhileARunIsAtWork() {
    tables();
    isRunAtWork = true;

    survey();

    assertThat(measured).isEmpty();
    assertThat(candidates(true))
        .extracting(Candidate::whyNot)
        .contains("not measured yet: a run is at work");
  }

  @Test
  void measuresAgainWhatIsTooOld() {
    tables();
    survey();
    clock.advance(Duration.ofHours(23));
    survey();
    assertThat(measured).hasSize(2);

    clock.advance(Duration.ofHours(1));
    survey();

    assertThat(measured).hasSize(4);
  }

  @Test
  void measuresAgainWhatBecameLargerOrSmaller() {
    tables();
    survey();

    catalog.add(Descriptions.table(ORDERS, 300 + 25, 1000));
    survey();
    assertThat(measured).hasSize(2);
    catalog.add(Descriptions.table(ORDERS, 300 + 35, 1000));
    survey();

    assertThat(measured).containsExactly(ORDERS, CARTS, ORDERS);
  }

  @Test
  void oneTableThatCannotBeLookedAtKeepsNobodyFromTheNext() {
    tables();
    catalog.failWith(new TargetException("no rights", new IllegalStateException()));
    survey();
    assertThat(measured).isEmpty();

    assertThat(surveyor.view().due()).isZero();
    clock.advance(Duration.ofMinutes(10));

    assertThat(surveyor.view().due()).isEqualTo(2);
  }

  @Test
  void aPageHasWhatWasNeverMeasuredMeasuredAndNothingElse() {
    tables();
    assertThat(candidates(false)).hasSize(2);
    clock.advance(Duration.ofDays(2));

    candidates(false);

    assertThat(measured).containsExactly(ORDERS, CARTS);
  }

  @Test
  void looksAtSoManyTablesAndNoMore() {
    for (int i = 0; i < 60; i++) {
      catalog.add(Descriptions.table(new TableName("shop", "t" + i), 100 + i, 1000));
    }

    candidates(true);

    assertThat(measured).hasSize(CandidatePolicy.DEFAULT.tablesMax());
  }

  @Test
  void whatIsNotProposedHasItsReason() {
    tables();
    catalog.add(Descriptions.table(SMALL, 3, 1000));

    assertThat(candidates(false))
        .extracting(each -> each.tablespace().table())
        .doesNotContain(SMALL);
    assertThat(candidates(true))
        .filteredOn(each -> each.tablespace().table().equals(SMALL))
        .extracting(Candidate::whyNot)
        .containsExactly("too small: 3.0 MiB (expected: at least 64.0 MiB)");
    assertThat(measured).doesNotContain(SMALL);
  }

  @Test
  void whatChecksRefuseForGoodIsNotProposed() {
    tables();
    checks = List.of(CheckResult.refused("key", "it has no key"));

    assertThat(candidates(false)).isEmpty();
    assertThat(candidates(true))
        .extracting(Candidate::whyNot)
        .containsOnly("refused: it has no key");
  }

  @Test
  void whatChecksRefuseForNowIsProposed() {
    tables();
    checks = List.of(CheckResult.refusedForNow("disk", "full"));

    assertThat(candidates(false)).hasSize(2);
  }

  @Test
  void rowsThatAreNotPurgedKeepNoTableFromBeingProposed() {
    tables();
    unpurged = 200;

    assertThat(candidates(false))
        .extracting(each -> each.estimate().unpurged())
        .containsOnly(ByteSize.ofMebibytes(200));
  }

  @Test
  void whatIsNotThereHasOthersGoFirst() {
    catalog.add(Descriptions.table(CARTS, 200, 1000));
    catalog.addGone(new Tablespace(ORDERS, ByteSize.ofMebibytes(300), ByteSize.ZERO, 0));

    surveyor.tick();
    rest();
    surveyor.tick();

    assertThat(measured).containsExactly(CARTS);
  }

  @Test
  void oneSampleADayIsKept() {
    tables();
    for (int hour = 0; hour < 72; hour++) {
      survey();
      clock.advance(Duration.ofHours(1));
    }

    assertThat(journal.experience().samples(ORDERS)).hasSize(3);
  }

  @Test
  void aTableThatRefillsIsNoLongerProposed() {
    tables();
    survey();
    assertThat(candidates(false)).hasSize(2);
    ByteSize size = ByteSize.ofMebibytes(300);
    journal.experience().add(ORDERS, new SizeSample(NOW.minus(Duration.ofDays(9)), size, size));

    Candidate orders =
        candidates(true).stream()
            .filter(each -> each.tablespace().table().equals(ORDERS))
            .findFirst()
            .orElseThrow();

    assertThat(orders.whyNot()).isEqualTo("refills in 9 d (expected: at least 14 d)");
    assertThat(orders.estimate().payback().state()).isEqualTo(Payback.State.REFILLS);
  }

  @Test
  void aRestartForgetsNothing() {
    tables();
    survey();

    results = new SurveyResults(journal.experience());
    surveyor = surveyor();
    survey();

    assertThat(measured).hasSize(2);
    assertThat(candidates(false)).hasSize(2);
  }

  @Test
  void whatIsGoneIsForgotten() {
    tables();
    survey();
    catalog.remove(CARTS);

    survey();

    assertThat(candidates(true))
        .extracting(each -> each.tablespace().table())
        .containsExactly(ORDERS);
    assertThat(results.last(CARTS)).isEmpty();
  }

  @Test
  void aRunThatBeginsStopsIt() {
    tables();
    live = -1;

    surveyor.tick();
    assertThat(measured).containsExactly(ORDERS);
    assertThat(results.last(ORDERS)).isEmpty();
    assertThat(brokenOff).isEqualTo(1);
    assertThat(Thread.interrupted()).isFalse();
  }

  private void tables() {
    catalog.add(Descriptions.table(ORDERS, 300, 1000));
    catalog.add(Descriptions.table(CARTS, 200, 1000));
  }

  private List<Candidate> candidates(boolean isAll) {
    return new WorthDesk(
            planner(),
            surveyor,
            results,
            CandidatePolicy.DEFAULT,
            () -> isRunAtWork,
            List::of,
            OptionalLong::empty,
            CopyConfig.DEFAULT)
        .candidates(isAll);
  }

  private void survey() {
    for (int i = 0; i < 5; i++) {
      surveyor.tick();
      rest();
    }
  }

  private void rest() {
    nanos += Duration.ofMinutes(1).toNanos();
  }

  private Surveyor surveyor() {
    return new Surveyor(
        planner(),
        plan -> checks,
        results,
        () -> isRunAtWork,
        () -> brokenOff++,
        CandidatePolicy.DEFAULT,
        Runnable::run,
        clock,
        () -> nanos);
  }

  private ShrinkPlanner planner() {
    return new ShrinkPlanner(
        catalog,
        CandidatePolicy.DEFAULT,
        new MethodPolicy(false, Duration.ofMillis(500), Duration.ofMillis(300)),
        new Estimates(this::measure, () -> PurgeDebt.NONE, results, clock),
        clock);
  }

  private Outcome measure(Subject subject) {
    TableName table = subject.table();
    measured.add(table);
    if (live < 0) {
      surveyor.cancel();
    }
    ByteSize file = catalog.describe(table).orElseThrow().facts().tablespace().fileSize();
    return new Measured(
        new Measurement(
            Source.SQL,
            file,
            new ByteSize(16384),
            false,
            List.of(
                new IndexSpace(
                    "PRIMARY",
                    true,
                    1000,
                    new ByteSize((long) (file.bytes() * Math.abs(live))),
                    ByteSize.ZERO,
                    file,
                    ByteSize.ofMebibytes(unpurged))),
            ByteSize.ZERO,
            0.1,
            ByteSize.ZERO,
            Duration.ofMillis(20),
            "sampled"));
  }
}
