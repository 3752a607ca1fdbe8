package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The three watches of a copy together. */
class ServerWatchersTest {

  private static final long MIB = 1 << 20;
  private static final Duration KEPT_FOR = Duration.ofHours(24);

  private static final LogSettings.Server SERVER =
      new LogSettings.Server(Instant.EPOCH, Instant.EPOCH, true);

  private final ModelWorld world = new ModelWorld(new ModelServer(1, 0));
  private long now = 7;
  private String format = "ROW";
  private long free = 1000 * MIB;

  private final ServerWatchers watchers =
      new ServerWatchers(
          new LogSettingsWatch(
              () -> new LogSettings(true, format, "FULL", true, List.of(), SERVER),
              Instant.EPOCH,
              () -> now),
          new RetentionWatch(
              () -> new LogFiles(List.of(new LogFiles.File("binlog.000001", 1000)), KEPT_FOR),
              Duration.ZERO,
              () -> now),
          new DiskBudget(
              () -> new DiskUse(OptionalLong.of(free), 0, 0),
              ByteSize.ofMebibytes(100),
              ByteSize.ofMebibytes(400),
              () -> now),
          world);

  @Test
  void trustIsAskedForWheneverItWasLast() throws Exception {
    watchers.check(ModelWorld.at(1));
    format = "MIXED";
    watchers.check(ModelWorld.at(1));

    assertThatThrownBy(watchers::checkTrust).hasMessageContaining("binlog_format is MIXED");
  }

  @Test
  void theDiskIsAReasonToStandStillUntilThereIsRoomAgain() throws Exception {
    watchers.check(ModelWorld.at(1));
    assertThat(watchers.standstill()).isEmpty();

    pass(Duration.ofSeconds(2));
    free = 500 * MIB;
    watchers.check(ModelWorld.at(1));
    assertThat(watchers.standstill())
        .hasValueSatisfying(why -> assertThat(why).contains("500 MiB"));

    pass(Duration.ofSeconds(2));
    free = 700 * MIB;
    watchers.check(ModelWorld.at(1));
    assertThat(watchers.standstill()).isEmpty();
  }

  @Test
  void peopleAreWarnedOnceThatTheLogMayNotLast() throws Exception {
    watchers.check(ModelWorld.at(1));
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMinutes(8));
      watchers.check(ModelWorld.at(1));
    }

    assertThat(world.told)
        .singleElement()
        .asString()
        .startsWith("warning: changes from binlog.000001:1 on have not been applied for 12 h");

    pass(Duration.ofSeconds(10));
    watchers.check(ModelWorld.at(2));
    pass(Duration.ofHours(13));
    watchers.check(ModelWorld.at(2));
    assertThat(world.told).hasSize(2);
  }

  @Test
  void whatCouldNotBeSeenIsLookedAtAgainAtOnce() {
    int[] asked = {0};
    LogSettingsWatch watch =
        new LogSettingsWatch(
            () -> {
              asked[0]++;
              throw new CopyFailedException(CopyFailedException.Remedy.AGAIN, "the link broke");
            },
            Instant.EPOCH,
            () -> now);

    assertThatThrownBy(watch::check).hasMessage("the link broke");
    assertThatThrownBy(watch::check).hasMessage("the link broke");
    assertThat(asked[0]).isEqualTo(2);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
