package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.operator.Dependency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaWatchTest {

  private static final LagOfReplica LAG = new LagOfReplica("db2:3306", Gauge.of(0.5));

  private long now = 7;
  private LagOfReplica lag = LAG;
  private final ReplicaWatch watch =
      new ReplicaWatch(() -> List.of(lag), List.of("db2:3306"), () -> now);

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    assertThat(watch.latest())
        .containsExactly(new LagOfReplica("db2:3306", Gauge.missing("not asked yet")));
  }

  @Test
  void isWellWhileItAnswersAndSaysWhenItLastDid() {
    assertThat(watch.dependency())
        .isEqualTo(new Dependency("replica db2:3306", false, "not asked yet", null));
    watch.look();
    now += Duration.ofSeconds(12).toNanos();
    assertThat(watch.dependency())
        .isEqualTo(new Dependency("replica db2:3306", false, "", Duration.ofSeconds(12)));

    lag = new LagOfReplica("db2:3306", Gauge.missing("connection refused"));
    watch.look();
    now += Duration.ofSeconds(5).toNanos();

    assertThat(watch.dependency())
        .isEqualTo(
            new Dependency(
                "replica db2:3306", false, "connection refused", Duration.ofSeconds(17)));
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
