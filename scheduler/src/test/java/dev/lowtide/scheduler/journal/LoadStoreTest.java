package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.journal.LoadStore.Sample;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

public class LoadStoreTest {

  private static final Duration FINE = Duration.ofSeconds(10);
  private static final Duration COARSE = Duration.ofMinutes(5);

  private final Store store = open();
  private final Journal journal = new Journal(store);
  private final LoadStore loads = journal.loads();
  private final TraceStore traces = journal.traces();

  /** The same holds for every kind of store. */
  protected Store open() {
    return Stores.inMemory();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsKeptIsReadAsItWas() {
    Sample first = new Sample(FINE, 20, point(NOW, 7));
    Sample second = new Sample(FINE, 3, point(NOW.plus(FINE), 8));
    loads.keep(List.of(second, first, new Sample(COARSE, 30, point(NOW, 9))));

    assertThat(loads.between(FINE, NOW, NOW.plusSeconds(60))).containsExactly(first, second);
    assertThat(loads.between(FINE, NOW.plusMillis(1), NOW.plus(FINE))).isEmpty();
  }

  @Test
  void aPointThatHasGrownTakesThePlaceOfTheOneBefore() {
    loads.keep(List.of(new Sample(FINE, 1, point(NOW, 1))));
    Sample grown = new Sample(FINE, 2, point(NOW, 5));
    loads.keep(List.of(grown));
    loads.keep(List.of(grown));

    assertThat(loads.between(FINE, NOW, NOW.plusSeconds(60))).containsExactly(grown);
  }

  @Test
  void whatIsTooOldIsForgottenAPieceAtATime() {
    loads.keep(
        IntStream.range(0, 25)
            .mapToObj(i -> new Sample(FINE, 1, point(NOW.plus(FINE.multipliedBy(i)), i)))
            .toList());
    loads.keep(List.of(new Sample(COARSE, 1, point(NOW, 1))));
    Instant before = NOW.plus(FINE.multipliedBy(20));

    assertThat(loads.forgetSome(FINE, before, 8)).isTrue();
    assertThat(loads.between(FINE, NOW, NOW.plusSeconds(600))).hasSize(17);
    assertThat(loads.forgetSome(FINE, before, 8)).isTrue();
    assertThat(loads.forgetSome(FINE, before, 8)).isFalse();
    assertThat(loads.between(FINE, NOW, NOW.plusSeconds(600))).hasSize(5);
    assertThat(loads.forgetSome(FINE, before, 8)).isFalse();
    assertThat(loads.between(COARSE, NOW, NOW.plusSeconds(600))).hasSize(1);
  }

  @Test
  void howARunWentIsKeptInOneRow() {
    List<RunPoint> points =
        List.of(
            new RunPoint(NOW, ByteSize.ofMebibytes(1), 12.3, Duration.ofNanos(1_500_001), "", 0),
            new RunPoint(
                NOW.plusMillis(500), ByteSize.ofMebibytes(2), 0, Duration.ZERO, "paused 🌊", 1));
    traces.keep(new RunId(7), List.of(points.get(0)), NOW);
    traces.keep(new RunId(7), points, NOW);

    assertThat(traces.trace(new RunId(7))).isEqualTo(points);
    assertThat(traces.trace(new RunId(8))).isEmpty();
  }

  @Test
  void runsOfLongAgoAreForgottenADayAtATime() {
    for (int day = 0; day < 4; day++) {
      traces.keep(new RunId(day), List.of(), NOW.plus(Duration.ofDays(day)));
    }
    Instant before = NOW.plus(Duration.ofDays(2)).plusSeconds(1);

    assertThat(traces.forgetSome(before)).isTrue();
    assertThat(rows()).isEqualTo(3);
    assertThat(traces.forgetSome(before)).isTrue();
    assertThat(traces.forgetSome(before)).isFalse();
    assertThat(rows()).isEqualTo(1);
  }

  private int rows() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT COUNT(*) FROM run_trace").mapTo(int.class).one());
  }

  private static LoadPoint point(Instant at, int sessions) {
    return new LoadPoint(
        at,
        sessions,
        2,
        3,
        1 / 3.0,
        Duration.ofNanos(36_863),
        Duration.ofMillis(5),
        Duration.ofSeconds(60),
        1e9 / 7,
        6.5,
        4,
        -1,
        0.25,
        99.9);
  }
}
