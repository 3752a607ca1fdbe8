package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TableCopyTest {

  private static final String OWNER = "run 7";

  private final ModelWorld world = new ModelWorld(new ModelServer(1, 0));

  @Test
  void goesOnWhereItStoppedAndCopiesNothingTwice() throws Exception {
    try (TableCopy copy = begin()) {
      world.onPause = () -> world.isStopRequested = world.copied.size() > 4;
      CopyStoppedException stopped =
          catchThrowableOfType(CopyStoppedException.class, copy::copyRows);
      assertThat(stopped.fate()).isEqualTo(Fate.RESUMABLE);
      assertThat(stopped.reason()).isEqualTo(AbortReason.ASKED);
    }
    world.onPause = () -> {};
    world.isStopRequested = false;
    try (TableCopy copy = begin()) {
      copy.copyRows();
      assertThat(copy.record().rowsCopied()).isEqualTo(world.original().size());
    }
    assertThat(world.copied).doesNotHaveDuplicates().hasSameSizeAs(world.original().keySet());
  }

  @Test
  void rowsAreReadAtOnceWhereNobodyIsAtWork() throws Exception {
    world.isNobodyElseThere = true;
    try (TableCopy copy = begin()) {
      assertThat(copy.record().phase()).isEqualTo(CopyPhase.COPYING);
    }
    assertThat(world.paused).isZero();
  }

  @Test
  void whoeverIsAtWorkHasASecondToSayWhatItHasPrepared() throws Exception {
    world.isAlwaysBusy = true;
    try (TableCopy copy = begin()) {
      assertThat(copy.record().phase()).isEqualTo(CopyPhase.COPYING);
    }
    assertThat(world.paused).isBetween(Duration.ofMillis(500), Duration.ofMillis(1100));
  }

  @Test
  void standsStillBeforeTheNextChunkAndGoesOn() throws Exception {
    try (TableCopy copy = begin()) {
      world.standstill = "users are slow";
      int[] looks = {0};
      world.onPause =
          () -> {
            assertThat(world.copied).isEmpty();
            if (++looks[0] == 5) {
              world.standstill = "";
              world.onPause = () -> {};
            }
          };
      copy.copyRows();
    }
    assertThat(looksLikeStandstill()).isTrue();
    assertThat(world.copied).hasSameSizeAs(world.original().keySet());
  }

  private boolean looksLikeStandstill() {
    int from = world.told.indexOf("still: users are slow");
    return from >= 0 && world.told.get(from + 1).equals("still: ");
  }

  @Test
  void stepDoesNothingWhileItMustStandStill() throws Exception {
    try (TableCopy copy = begin()) {
      copy.copyRows();
      copy.addKeys();
      long mark = copy.mark();
      world.standstill = "users are slow";
      copy.step(Duration.ofMillis(10));
      assertThat(copy.isPast(mark)).isFalse();
      world.standstill = "";
      copy.catchUp(Duration.ofSeconds(5));
      assertThat(copy.isPast(mark)).isTrue();
    }
  }

  @Test
  void beginsAnewOnAnotherServer() throws Exception {
    copySome();
    world.uuid = "another server";
    try (TableCopy copy = begin()) {
      assertThat(copy.record().copiedTo()).isNull();
      assertThat(world.told).anyMatch(text -> text.contains("begun on another server"));
    }
  }

  @Test
  void beginsAnewIfTheOriginalWasChangedMeanwhile() throws Exception {
    copySome();
    world.fingerprint = "truncated";
    try (TableCopy copy = begin()) {
      assertThat(copy.record().copiedTo()).isNull();
      assertThat(copy.record().fingerprint()).isEqualTo("truncated");
    }
  }

  @Test
  void isLostWhenTheOriginalIsChanged() throws Exception {
    try (TableCopy copy = begin()) {
      copy.copyRows();
      world.fingerprint = "altered";
      world.pass(Duration.ofSeconds(2));
      CopyStoppedException stopped =
          catchThrowableOfType(CopyStoppedException.class, () -> copy.step(Duration.ZERO));
      assertThat(stopped.fate()).isEqualTo(Fate.LOST);
    }
  }

  @Test
  void isLostWhenTheLogCannotBeTrusted() throws Exception {
    try (TableCopy copy = begin()) {
      world.distrust = "sql_log_bin is 0";
      assertLost(copy::copyRows);
      assertThat(world.copied).isEmpty();
    }
  }

  @Test
  void isLostWhileItStandsStillToo() throws Exception {
    try (TableCopy copy = begin()) {
      copy.copyRows();
      world.standstill = "paused by ann";
      copy.step(Duration.ZERO);
      world.distrust = "sql_log_bin is 0";
      assertLost(() -> copy.step(Duration.ZERO));
      assertLost(copy::addKeys);
      assertLost(copy::checkTrust);
    }
  }

  @Test
  void aServerThatDoesNotAnswerInAStandstillDoesNotEndIt() throws Exception {
    try (TableCopy copy = begin()) {
      copy.copyRows();
      world.standstill = "paused by ann";
      world.failures = 1000;
      world.looks = 0;
      copy.step(Duration.ZERO);
      world.failures = 0;
      assertThat(world.looks).isEqualTo(1);
    }
  }

  private static void assertLost(ThrowingCallable work) {
    CopyStoppedException stopped = catchThrowableOfType(CopyStoppedException.class, work);
    assertThat(stopped.fate()).isEqualTo(Fate.LOST);
    assertThat(stopped.text()).isEqualTo("sql_log_bin is 0");
  }

  @Test
  void tellsWhyItStandsStillWhileItFollows() throws Exception {
    try (TableCopy copy = begin()) {
      copy.copyRows();
      world.told.clear();
      world.standstill = "users are slow";
      copy.step(Duration.ofMillis(10));
      copy.step(Duration.ofMillis(10));
      world.standstill = "";
      copy.step(Duration.ofMillis(10));
    }
    assertThat(world.told).containsExactly("still: users are slow", "still: ");
  }

  @Test
  void abandonedLeavesNothing() throws Exception {
    try (TableCopy copy = begin()) {
      copy.copyRows();
      copy.abandon();
    }
    assertThat(world.isShadowThere).isFalse();
    assertThat(world.registry.records).isEmpty();
  }

  @Test
  void doesNotTouchTheShadowOfAnotherCopy() throws Exception {
    copySome();
    try (TableCopy other = new TableCopy(world.parts())) {
      CopyStoppedException stopped =
          catchThrowableOfType(
              CopyStoppedException.class, () -> other.begin(ModelRegistry.ORDERS, "run 8"));
      assertThat(stopped.fate()).isEqualTo(Fate.REFUSED);
    }
    assertThat(world.isShadowThere).isTrue();
    assertThat(world.registry.records).hasSize(1);
  }

  @Test
  void guessesNothingAboutASwap() throws Exception {
    copySome();
    long id = world.registry.records.get(0).id();
    world.registry.phase(id, CopyPhase.SWAPPING);
    world.fingerprint = "of the shadow";
    try (TableCopy copy = new TableCopy(world.parts())) {
      CopyStoppedException stopped =
          catchThrowableOfType(
              CopyStoppedException.class, () -> copy.begin(ModelRegistry.ORDERS, OWNER));
      assertThat(stopped.fate()).isEqualTo(Fate.REFUSED);
    }
    assertThat(world.registry.records).hasSize(1);
    world.fingerprint = "as it was";
    try (TableCopy copy = begin()) {
      assertThat(copy.record().phase()).isEqualTo(CopyPhase.FOLLOWING);
    }
  }

  private void copySome() throws Exception {
    try (TableCopy copy = begin()) {
      copy.copyRows();
      assertThat(copy.record().copiedTo()).isNotNull();
    }
  }

  private TableCopy begin() throws Exception {
    TableCopy copy = new TableCopy(world.parts());
    copy.begin(ModelRegistry.ORDERS, OWNER);
    return copy;
  }
}
