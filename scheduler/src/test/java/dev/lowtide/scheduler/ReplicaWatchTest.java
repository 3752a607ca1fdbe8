package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaWatchTest {

  private static final LagOfReplica LAG = new LagOfReplica("db2:3306", Gauge.of(0.5));

  private long now = 7;
  private final ReplicaWatch watch =
      new ReplicaWatch(() -> List.of(LAG), List.of("db2:3306"), () -> now);

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    assertThat(watch.latest())
        .containsExactly(new LagOfReplica("db2:3306", Gauge.missing("not asked yet")));
  }

  @Test
  void whatWasSaidCountsForAWhile() {
    watch.look();
    now += Duration.ofSeconds(3).toNanos();
    assertThat(watch.latest()).containsExactly(LAG);

    now++;

    assertThat(watch.latest())
        .containsExactly(
            new LagOfReplica("db2:3306", Gauge.missing("it has said nothing for 3.0 s")));
  }
}
