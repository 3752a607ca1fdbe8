package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.LoadStore;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.load.LoadModel;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.operator.LoadSeries;
import dev.lowtide.scheduler.quiet.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadHistoryTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final LoadRetention RETENTION = LoadRetention.DEFAULT;

  private static final LoadSnapshot IDLE = new LoadModel().snapshot(List.of(), 0);

  private final SettableClock clock = new SettableClock(START);
  private final Store store = Stores.inMemory();
  private final LoadStore kept = new Journal(store).loads();
  private int bypassing;
  private double coverage = LoadPoint.UNKNOWN;
  private LoadHistory history = history();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsSeenInTenSecondsIsOnePointWithTheMostThereWas() {
    for (int count : new int[] {1, 7, 3}) {
      bypassing = count;
      observe();
      clock.advance(Duration.ofSeconds(3));
    }

    List<LoadPoint> points = lastMinute().points();
    assertThat(points).hasSize(1);
    assertThat(points.get(0).at()).isEqualTo(START);
    assertThat(points.get(0).bypassing()).isEqualTo(7);
  }

  @Test
  void whatFlowsIsTheMeanOfWhatIsKnown() {
    for (double percent : new double[] {LoadPoint.UNKNOWN, 50, LoadPoint.UNKNOWN}) {
      coverage = percent;
      observe();
    }

    LoadPoint point = lastMinute().points().get(0);
    assertThat(point.coveragePercent()).isEqualTo(50);
    assertThat(point.bytesFromClientsPerSecond()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource({"2, 10, 720", "24, 300, 288", "168, 3600, 168", "720, 3600, 720", "8760, 43200, 730"})
  void theLongerTheSpanTheCoarserItIs(int hours, int stepSeconds, int points) {
    observe(Duration.ofHours(12), 2 * 335);
    observe(Duration.ofHours(1), 24 * 29);
    observe(Duration.ofMinutes(5), 12 * 46);
    observe(Duration.ofSeconds(10), 720);
    Instant now = clock.instant();

    LoadSeries series = history.between(now.minus(Duration.ofHours(hours)), now);

    assertThat(series.step()).isEqualTo(Duration.ofSeconds(stepSeconds));
    assertThat(series.points()).hasSizeBetween(points - 1, points + 1);
    assertThat(series.points()).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
  }

  @Test
  void whatIsNoLongerKeptFinelyIsShownCoarsely() {
    clock.advance(RETENTION.fine().plusHours(1));

    assertThat(history.between(START, START.plusSeconds(60)).step())
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatWasNotSeenIsAHole() {
    history.observe(new Observation(0, Judgement.blind("away", Duration.ZERO), null, null));

    assertThat(lastMinute().points()).isEmpty();
    assertThat(history.takeUnkept().samples()).isEmpty();
  }

  @Test
  void whatWasKeptIsThereAfterARestartAndThePointThatWasRunningGoesOn() {
    bypassing = 7;
    observe();
    keep();

    clock.advance(Duration.ofSeconds(4));
    history = history();
    history.begin();
    bypassing = 2;
    observe();
    keep();

    assertThat(lastMinute().points()).hasSize(1);
    assertThat(lastMinute().points().get(0).bypassing()).isEqualTo(7);
    List<LoadStore.Sample> stored =
        kept.between(Duration.ofSeconds(10), START, START.plusSeconds(60));
    assertThat(stored).hasSize(1);
    assertThat(stored.get(0).looks()).isEqualTo(2);
  }

  @Test
  void whatIsOlderThanMemoryComesFromTheStore() {
    observe();
    keep();
    clock.advance(Duration.ofHours(10));
    history = history();
    history.begin();
    observe();

    assertThat(history.between(START, START.plusSeconds(60)).points()).hasSize(1);
  }

  @Test
  void whileTheStoreIsGoneThereIsWhatMemoryHas() {
    observe();
    store.close();

    assertThat(history.between(START.minusSeconds(60), START.plusSeconds(60)).points()).hasSize(1);
  }

  @Test
  void whatCannotBeKeptWaitsAndNoMoreThanADayOfIt() {
    for (int i = 0; i < LoadHistory.UNKEPT_MAX; i++) {
      observe();
      clock.advance(Duration.ofSeconds(10));
    }

    LoadHistory.Unkept unkept = history.takeUnkept();
    assertThat(unkept.samples()).hasSize(LoadHistory.UNKEPT_MAX);
    assertThat(unkept.dropped()).isPositive();
    Instant newest = clock.instant().minusSeconds(10);
    assertThat(unkept.samples()).anyMatch(sample -> sample.point().at().equals(newest));
    assertThat(unkept.samples()).noneMatch(sample -> sample.point().at().equals(START));
  }

  @Test
  void whatIsPutBackDoesNotTakeThePlaceOfWhatHasGrownMeanwhile() {
    observe();
    LoadHistory.Unkept unkept = history.takeUnkept();
    observe();
    history.putBack(unkept);

    assertThat(history.takeUnkept().samples()).allMatch(sample -> sample.looks() == 2);
  }

  @Test
  void aClockThatWasFarAheadLeavesNothingThatIsYetToCome() {
    clock.advance(Duration.ofDays(400));
    observe();
    clock.advance(Duration.ofDays(-400));
    observe();
    observe();

    assertThat(lastMinute().points()).hasSize(1);
    assertThat(lastMinute().points().get(0).at()).isEqualTo(START);
  }

  private LoadHistory history() {
    return new LoadHistory(
        kept,
        RETENTION,
        () -> new LoadFigures.Now(1000, 2000, bypassing, LoadPoint.UNKNOWN, coverage),
        clock);
  }

  private LoadSeries lastMinute() {
    return history.between(START, START.plusSeconds(60));
  }

  private void keep() {
    kept.keep(history.takeUnkept().samples());
  }

  private void observe(Duration every, int times) {
    for (int i = 0; i < times; i++) {
      observe();
      clock.advance(every);
    }
  }

  private void observe() {
    history.observe(
        new Observation(
            0, Judgement.blind("of no account here", Duration.ZERO), IDLE, ServerLoads.IDLE));
  }
}
