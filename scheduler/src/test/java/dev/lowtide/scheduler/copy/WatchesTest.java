package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is looked at while a copy runs: the disk, the binary log's settings, and its files. */
class WatchesTest {

  private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05.6Z");
  private static final LogSettings GOOD = settings(SEEN.minusSeconds(9), SEEN.plusSeconds(1), true);
  private static final BinlogPosition NEEDED = new BinlogPosition("binlog.000007", 100);
  private static final long MIB = 1 << 20;

  private long now = 7;
  private LogSettings settings = GOOD;
  private LogFiles files = files("binlog.000007", "binlog.000008");
  private DiskUse use = new DiskUse(OptionalLong.of(1000 * MIB), 0, 0);

  private final LogSettingsWatch settingsWatch =
      new LogSettingsWatch(() -> settings, SEEN, () -> now);
  private final RetentionWatch retention =
      new RetentionWatch(() -> files, Duration.ZERO, () -> now);
  private final DiskBudget budget =
      new DiskBudget(() -> use, ByteSize.ofMebibytes(300), ByteSize.ofMebibytes(400), () -> now);

  @Test
  void goodSettingsAreNoReasonToStop() {
    assertThatCode(settingsWatch::check).doesNotThrowAnyException();
  }

  @Test
  void whatMayLoseARowEndsTheCopyForGood() {
    settings =
        new LogSettings(
            true, "MIXED", "MINIMAL", false, List.of("session 7 (x) has a"), GOOD.server());

    assertThatThrownBy(settingsWatch::check)
        .isInstanceOfSatisfying(
            CopyStoppedException.class, e -> assertThat(e.fate()).isEqualTo(Fate.LOST))
        .hasMessage(
            "changes may be missing in the binary log: binlog_format is MIXED (expected: ROW);"
                + " binlog_row_image is MINIMAL (expected: FULL); binlog_order_commits is OFF"
                + " (expected: ON); session 7 (x) has a");
  }

  @Test
  void settingsAreAskedForOnceASecond() throws CopyStoppedException {
    settingsWatch.check();
    settings = new LogSettings(false, "ROW", "FULL", true, List.of(), GOOD.server());
    now += Duration.ofMillis(999).toNanos();
    assertThatCode(settingsWatch::check).doesNotThrowAnyException();

    now += Duration.ofMillis(1).toNanos();

    assertThatThrownBy(settingsWatch::check).hasMessageContaining("log_bin is OFF");
  }

  @Test
  void aLogThatWasSyncedIsWholeAfterANewStart() throws CopyStoppedException {
    settingsWatch.checkNow();
    settings = settings(SEEN.plusSeconds(60), SEEN.plusSeconds(61), true);

    assertThatCode(settingsWatch::checkNow).doesNotThrowAnyException();
  }

  @Test
  void aLogThatWasNotSyncedCannotBeTrustedAfterANewStart() throws CopyStoppedException {
    settings = settings(SEEN.minusSeconds(9), SEEN.plusSeconds(1), false);
    settingsWatch.checkNow();
    settings = settings(SEEN.plusSeconds(60), SEEN.plusSeconds(61), true);

    assertThatThrownBy(settingsWatch::checkNow)
        .isInstanceOfSatisfying(
            CopyStoppedException.class, e -> assertThat(e.fate()).isEqualTo(Fate.LOST))
        .hasMessage(
            "changes may be missing in the binary log: the server was started at"
                + " 2026-01-02T03:05:05.600Z, with changes from before that its log may have lost"
                + " (expected: sync_binlog = 1)");
  }

  @Test
  void aStartBetweenTwoLivesOfOursCountsToo() {
    settings = settings(SEEN.plusSeconds(60), SEEN.plusSeconds(3600), false);

    assertThatThrownBy(settingsWatch::check).hasMessageContaining("was started at");
  }

  @Test
  void warnsAtHalfOfTheRetention() throws CopyStoppedException {
    assertThat(retention.check(NEEDED)).isEmpty();
    now += Duration.ofHours(12).minusSeconds(1).toNanos();
    assertThat(retention.check(NEEDED)).isEmpty();

    now += Duration.ofSeconds(10).toNanos();

    assertThat(retention.check(NEEDED))
        .contains(
            "changes from binlog.000007:100 on have not been applied for 12 h 0 min, and the server"
                + " keeps its binary log for 24 h 0 min (binlog_expire_logs_seconds)");
  }

  @Test
  void aPositionThatMovesDoesNotGrowOld() throws CopyStoppedException {
    for (int i = 0; i < 100; i++) {
      now += Duration.ofHours(1).toNanos();
      assertThat(retention.check(new BinlogPosition("binlog.000007", 100 + i))).isEmpty();
    }
  }

  @Test
  void endsBeforeTheServerRemovesWhatIsNeeded() throws CopyStoppedException {
    retention.check(NEEDED);
    now += Duration.ofHours(22).toNanos();

    assertThatThrownBy(() -> retention.check(NEEDED))
        .isInstanceOfSatisfying(
            CopyStoppedException.class, e -> assertThat(e.fate()).isEqualTo(Fate.LOST))
        .hasMessageContaining("for 22 h 0 min");
  }

  @Test
  void aFileThatIsGoneEndsIt() {
    files = files("binlog.000008", "binlog.000009");

    assertThatThrownBy(() -> retention.check(NEEDED)).hasMessageContaining("binlog.000007 is gone");
  }

  @Test
  void aCopyThatIsTakenUpIsAsOldAsItsRecord() throws CopyStoppedException {
    RetentionWatch takenUp = new RetentionWatch(() -> files, Duration.ofHours(13), () -> now);

    assertThat(takenUp.check(NEEDED)).isPresent();
  }

  @Test
  void theLogGrowsFromAPositionOn() {
    assertThat(files.bytesSince(NEEDED)).isEqualTo(900 + 1000);
    assertThat(files.bytesSince(new BinlogPosition("binlog.000008", 400))).isEqualTo(600);
  }

  @Test
  void standsStillBeforeItEatsIntoTheReserve() throws CopyStoppedException {
    assertThat(budget.standstill()).isEmpty();

    use(999, 0, 0);

    assertThat(budget.standstill())
        .contains(
            "999 MiB are free on the server's disk, and the copy needs some 600 MiB more"
                + " (expected: a reserve of 400 MiB besides)");
  }

  @Test
  void whatIsWrittenAlreadyIsNotNeededAgain() throws CopyStoppedException {
    use(560, 200, 100);

    assertThat(budget.standstill()).isEmpty();
  }

  @Test
  void givesUpBeforeTheDiskIsFull() {
    use(199, 300, 300);

    assertThatThrownBy(budget::standstill)
        .isInstanceOfSatisfying(
            CopyStoppedException.class, e -> assertThat(e.fate()).isEqualTo(Fate.RESUMABLE))
        .hasMessage(
            "the disk is running full: 199 MiB are free on the server's disk (expected: at least"
                + " half of the reserve of 400 MiB)");
  }

  @Test
  void whereTheDiskCannotBeSeenWhatItTakesIsLimited() throws CopyStoppedException {
    use = new DiskUse(OptionalLong.empty(), 300 * MIB, 700 * MIB);
    assertThat(budget.standstill()).isEmpty();
    now += Duration.ofSeconds(2).toNanos();
    use = new DiskUse(OptionalLong.empty(), 300 * MIB, 701 * MIB);

    assertThatThrownBy(budget::standstill)
        .hasMessageContaining("since the server's disk cannot be seen");
  }

  private static LogSettings settings(Instant startedAt, Instant askedAt, boolean isSynced) {
    return new LogSettings(
        true, "ROW", "FULL", true, List.of(), new LogSettings.Server(startedAt, askedAt, isSynced));
  }

  private void use(long free, long shadow, long log) {
    now += Duration.ofSeconds(2).toNanos();
    use = new DiskUse(OptionalLong.of(free * MIB), shadow * MIB, log * MIB);
  }

  private static LogFiles files(String first, String second) {
    return new LogFiles(
        List.of(new LogFiles.File(first, 1000), new LogFiles.File(second, 1000)),
        Duration.ofHours(24));
  }
}
