package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a statement takes long, everything is seen that is seen between short ones. */
class LongWorkTest {

  private static final Duration SOON = Duration.ofMillis(250);
  private static final String PAUSED = "paused by ann";

  private final ModelWorld world = new ModelWorld(new ModelServer(1, 0));
  private long wantedAt;

  @BeforeEach
  void takesLong() {
    world.longWorkLooks = 10_000;
  }

  @Test
  void aWishToStopEndsTheBuildingOfKeysAndTheyAreBuiltTheNextTime() throws Exception {
    try (TableCopy copy = copied()) {
      afterSomeLooks(() -> world.isStopRequested = true);
      CopyStoppedException stopped =
          catchThrowableOfType(CopyStoppedException.class, copy::addKeys);
      assertThat(stopped.fate()).isEqualTo(Fate.RESUMABLE);
      assertThat(stopped.reason()).isEqualTo(AbortReason.ASKED);
      assertEndedSoon();
    }
    assertThat(world.registry.records.get(0).phase()).isEqualTo(CopyPhase.INDEXING);
    world.isStopRequested = false;
    world.longWorkLooks = 3;
    try (TableCopy copy = copied()) {
      copy.addKeys();
      assertThat(world.isKeyed).isTrue();
      assertThat(copy.record().phase()).isEqualTo(CopyPhase.FOLLOWING);
    }
  }

  @Test
  void aPauseEndsItAndItIsDoneAgainWhenItGoesOn() throws Exception {
    try (TableCopy copy = copied()) {
      afterSomeLooks(
          () -> {
            pause(true);
            afterSomeLooks(
                () -> {
                  assertEndedSoon();
                  assertThat(world.told).last().isEqualTo("still: " + PAUSED);
                  assertThat(world.isKeyed).isFalse();
                  world.longWorkLooks = 3;
                  pause(false);
                });
          });
      copy.addKeys();
      assertThat(copy.record().phase()).isEqualTo(CopyPhase.FOLLOWING);
    }
    assertThat(world.isKeyed).isTrue();
    assertThat(world.told).containsSubsequence("still: " + PAUSED, "still: ", "FOLLOWING: follows");
  }

  @Test
  void aHighLoadDoesNotEndItAndIsTold() throws Exception {
    world.longWorkLooks = 30;
    try (TableCopy copy = copied()) {
      afterSomeLooks(() -> world.standstill = "users are slow");
      copy.attend("counts", () -> world.isKeyed = true, world::abort);
    }
    assertThat(world.isAborted).isFalse();
    assertThat(world.isKeyed).isTrue();
    assertThat(world.told)
        .contains("COPYING: counts; goes on all the same: users are slow")
        .doesNotContain("still: users are slow");
  }

  @Test
  void aLogThatCannotBeTrustedAnyMoreEndsIt() throws Exception {
    try (TableCopy copy = copied()) {
      afterSomeLooks(() -> world.distrust = "sql_log_bin is 0");
      CopyStoppedException stopped =
          catchThrowableOfType(CopyStoppedException.class, copy::addKeys);
      assertThat(stopped.fate()).isEqualTo(Fate.LOST);
      assertEndedSoon();
    }
  }

  @Test
  void anOriginalThatIsChangedEndsItWithinSeconds() throws Exception {
    try (TableCopy copy = copied()) {
      afterSomeLooks(() -> world.fingerprint = "altered");
      CopyStoppedException stopped =
          catchThrowableOfType(CopyStoppedException.class, copy::addKeys);
      assertThat(stopped.fate()).isEqualTo(Fate.LOST);
      assertThat(world.isAborted).isTrue();
      assertThat(world.nanos() - wantedAt).isLessThan(Duration.ofSeconds(2).toNanos());
    }
  }

  @Test
  void aServerThatDoesNotAnswerForAWhileDoesNotEndIt() throws Exception {
    world.longWorkLooks = 60;
    try (TableCopy copy = copied()) {
      afterSomeLooks(
          () -> {
            world.failures = 1000;
            afterSomeLooks(() -> world.failures = 0);
          });
      copy.attend("counts", () -> world.isKeyed = true, world::abort);
    }
    assertThat(world.isKeyed).isTrue();
    assertThat(world.isAborted).isFalse();
  }

  @Test
  void whoeverStopsDoesNotWaitForAServerThatTakesItsTimeToEndIt() throws Exception {
    try (TableCopy copy = copied()) {
      afterSomeLooks(() -> world.isStopRequested = true);
      CopyStoppedException stopped =
          catchThrowableOfType(
              CopyStoppedException.class, () -> copy.attend("counts", () -> true, () -> {}));
      assertThat(stopped.reason()).isEqualTo(AbortReason.ASKED);
      assertThat(world.nanos() - wantedAt).isLessThan(Duration.ofSeconds(3).toNanos());
    }
  }

  @Test
  void aPauseWaitsUntilItHasEndedAndIsStillStopped() throws Exception {
    try (TableCopy copy = copied()) {
      afterSomeLooks(
          () -> {
            pause(true);
            afterSomeLooks(() -> world.isStopRequested = true);
          });
      CopyStoppedException stopped =
          catchThrowableOfType(
              CopyStoppedException.class, () -> copy.attend("counts", () -> true, () -> {}));
      assertThat(stopped.reason()).isEqualTo(AbortReason.ASKED);
    }
  }

  @Test
  void howFarTheShadowIsBehindIsTold() throws Exception {
    world.longWorkLooks = 10;
    try (TableCopy copy = copied()) {
      world.behind = Duration.ofDays(1);
      copy.attend("counts", () -> true, world::abort);
    }
    assertThat(world.behind).isLessThan(Duration.ofSeconds(1));
  }

  private TableCopy copied() throws Exception {
    TableCopy copy = new TableCopy(world.parts());
    copy.begin(ModelRegistry.ORDERS, "run 7");
    copy.copyRows();
    return copy;
  }

  private void pause(boolean isPaused) {
    world.isPaused = isPaused;
    world.standstill = isPaused ? PAUSED : "";
  }

  private void afterSomeLooks(Runnable happening) {
    int[] looks = {5};
    world.onPause =
        () -> {
          if (--looks[0] == 0) {
            world.onPause = () -> {};
            wantedAt = world.nanos();
            happening.run();
          }
        };
  }

  private void assertEndedSoon() {
    assertThat(world.isAborted).isTrue();
    assertThat(world.nanos() - wantedAt).isLessThan(SOON.toNanos());
  }
}
