package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.journal.TraceStore;
import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceKeeperTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final RunId RUN = new RunId(1);

  private final Store store = Stores.inMemory();
  private final TraceStore kept = new Journal(store).traces();
  private final SettableClock clock = new SettableClock(NOON);
  private final TraceKeeper keeper = new TraceKeeper(kept, clock);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aLongRunIsRememberedLessFinelyAndWhole() {
    for (int i = 0; i < 10_000; i++) {
      keeper.add(RUN, at(i));
    }

    List<RunPoint> points = keeper.trace(RUN);
    assertThat(points).hasSizeBetween(250, 600);
    assertThat(points.get(0).at()).isEqualTo(NOON);
    assertThat(points.get(points.size() - 1).at()).isAfter(NOON.plusSeconds(9_900));
    assertThat(points).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
  }

  @Test
  void theOldestRunIsInTheStoreAlone() {
    keeper.add(RUN, at(1));
    keeper.keep(false);
    for (int run = 2; run <= 21; run++) {
      keeper.add(new RunId(run), at(run));
    }
    store.close();

    assertThat(keeper.trace(RUN)).isEmpty();
    assertThat(keeper.trace(new RunId(2))).hasSize(1);
    assertThat(keeper.trace(new RunId(21))).hasSize(1);
  }

  @Test
  void howARunWentIsThereAfterARestart() {
    keeper.add(RUN, at(1));
    keeper.add(RUN, at(2));
    keeper.keep(false);

    TraceKeeper restarted = new TraceKeeper(kept, clock);
    assertThat(restarted.trace(RUN)).containsExactly(at(1), at(2));
  }

  @Test
  void aRunThatGoesOnAfterARestartGoesOnInItsPicture() {
    keeper.add(RUN, at(1));
    keeper.keep(true);

    TraceKeeper restarted = new TraceKeeper(kept, clock);
    restarted.add(RUN, at(60));
    restarted.keep(false);

    assertThat(restarted.trace(RUN)).containsExactly(at(1), at(60));
    assertThat(kept.trace(RUN)).containsExactly(at(1), at(60));
  }

  @Test
  void aRunThatIsAtWorkIsKeptNowAndThenAndAtTheEnd() {
    keeper.setAtWork(RUN);
    keeper.add(RUN, at(1));
    keeper.keep(false);
    assertThat(kept.trace(RUN)).isEmpty();

    clock.advance(Duration.ofMinutes(10));
    keeper.keep(false);
    assertThat(kept.trace(RUN)).containsExactly(at(1));

    keeper.add(RUN, at(2));
    keeper.keep(true);
    assertThat(kept.trace(RUN)).containsExactly(at(1), at(2));
  }

  private static RunPoint at(int second) {
    return new RunPoint(
        NOON.plusSeconds(second), ByteSize.ofMebibytes(second), 7, Duration.ZERO, "", 0);
  }
}
