package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.LoadStore;
import dev.lowtide.scheduler.journal.LoadStore.Sample;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.TraceStore;
import dev.lowtide.scheduler.load.LoadModel;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.quiet.Judgement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadKeeperTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration FINE = LoadTier.TEN_SECONDS.step();

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final SettableClock clock = new SettableClock(START);
  private final Store store = Store.open(url);
  private final LoadStore kept = new Journal(store).loads();
  private final TraceStore keptTraces = new Journal(store).traces();
  private final LoadHistory history =
      new LoadHistory(
          kept,
          LoadRetention.DEFAULT,
          () -> new LoadFigures.Now(0, 0, 0, LoadPoint.UNKNOWN, LoadPoint.UNKNOWN),
          clock);
  private final LoadKeeper keeper =
      new LoadKeeper(
          history,
          new TraceKeeper(keptTraces, clock),
          new LoadKeeper.Stores(kept, keptTraces),
          LoadRetention.DEFAULT,
          () -> {},
          clock,
          Thread::new);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWasSeenInAMinuteIsKeptAtOnce() {
    for (int i = 0; i < 6; i++) {
      observe();
      clock.advance(FINE);
    }

    keeper.keepLoad();

    assertThat(fine()).hasSize(6);
    for (LoadTier coarser : List.of(LoadTier.FIVE_MINUTES, LoadTier.HOURS, LoadTier.HALF_DAYS)) {
      assertThat(kept.between(coarser.step(), START.minus(coarser.step()), clock.instant()))
          .hasSize(1)
          .allMatch(sample -> sample.looks() == 6);
    }
    keeper.close();
  }

  @Test
  void whatCannotBeKeptIsKeptWhenTheStoreIsBack() throws SQLException {
    observe();
    execute("ALTER TABLE load_sample RENAME TO away");
    keeper.keepLoad();
    clock.advance(FINE);
    observe();
    keeper.keepLoad();

    execute("ALTER TABLE away RENAME TO load_sample");
    keeper.keepLoad();

    assertThat(fine()).hasSize(2);
    keeper.close();
  }

  @Test
  void whatIsThereAtTheEndIsKept() {
    observe();

    keeper.close();

    assertThat(fine()).hasSize(1);
  }

  @Test
  void endsSoonWithoutAStore() {
    observe();
    store.close();

    keeper.close();
  }

  @Test
  void whatIsOlderThanItIsToBeKeptIsForgottenSomeAtATime() {
    int all = 12_000;
    Instant first = START.minus(LoadRetention.DEFAULT.fine()).minus(FINE.multipliedBy(all));
    kept.keep(
        IntStream.range(0, all + 5)
            .mapToObj(i -> new Sample(FINE, 1, point(first.plus(FINE.multipliedBy(i)))))
            .toList());

    keeper.forget();
    assertThat(kept.between(FINE, first, START)).hasSize(2_005);

    keeper.forget();
    assertThat(kept.between(FINE, first, START)).hasSize(5);
    keeper.close();
  }

  private List<Sample> fine() {
    return kept.between(FINE, START, START.plusSeconds(600));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void observe() {
    history.observe(
        new Observation(
            0,
            Judgement.blind("of no account here", Duration.ZERO),
            new LoadModel().snapshot(List.of(), 0),
            ServerLoads.IDLE));
  }

  private static LoadPoint point(Instant at) {
    Duration none = Duration.ZERO;
    return new LoadPoint(at, 0, 0, 0, 0, none, none, none, 0, 0, 0, 0, -1, -1);
  }
}
