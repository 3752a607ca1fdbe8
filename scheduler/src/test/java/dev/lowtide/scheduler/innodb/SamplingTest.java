package dev.lowtide.scheduler.innodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.scheduler.innodb.ScanOutcome.Scanned;
import dev.lowtide.scheduler.innodb.ScanOutcome.Unscanned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplingTest {

  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;
  private static final long TIB = 1L << 40;
  private static final ScanLimits LIMITS = ScanLimits.DEFAULT;

  @Test
  void aLargeFileIsKnownWithinItsErrorBarFromAFewOfItsExtents() {
    VastSpace space = new VastSpace(20 * GIB, 150, 1);

    SpaceScan scan = scan(space, LIMITS);

    IndexScan index = scan.indexes().get(0);
    assertThat(scan.isWhole()).isFalse();
    assertThat(index.entryBytesError()).isPositive();
    assertThat(2 * index.entryBytesError()).isLessThan(0.02 * index.entryBytes());
    assertThat(index.entryBytes())
        .isCloseTo(space.aliveBytes(), within(3 * index.entryBytesError()));
  }

  /** Nineteen of twenty, so of sixty three are expected beyond two standard errors. */
  @Test
  void theErrorBarIsHonest() {
    VastSpace space = new VastSpace(2 * GIB, 150, 1);
    double truth = space.aliveBytes();
    int beyond = 0;
    for (int seed = 0; seed < 60; seed++) {
      ScanLimits limits = new ScanLimits(0, 64 * MIB, 1L << 40, 0.02, seed);
      IndexScan index = scan(space, limits).indexes().get(0);
      beyond += Math.abs(index.entryBytes() - truth) > 2 * index.entryBytesError() ? 1 : 0;
    }
    assertThat(beyond).isLessThanOrEqualTo(8);
  }

  @Test
  void aTebibyteTakesLessThanTenGibibytesToRead() {
    VastSpace space = new VastSpace(TIB, 150, 7);

    SpaceScan scan = scan(space, LIMITS);

    IndexScan index = scan.indexes().get(0);
    assertThat(scan.bytesRead()).isLessThan(10 * GIB);
    assertThat(Duration.ofSeconds(scan.bytesRead() / LIMITS.bytesPerSecondMax()))
        .isLessThan(Duration.ofMinutes(2));
    assertThat(index.entryBytes())
        .isCloseTo(space.aliveBytes(), within(3 * index.entryBytesError()));
    assertThat(scan.freePages()).isCloseTo(TIB / 16384 / 7 * 6, within(TIB / 16384 / 700));
  }

  @Test
  void theBudgetEndsAScanWhoseErrorIsStillLarge() {
    ScanLimits limits = new ScanLimits(0, 64 * MIB, 1L << 40, 0.001, 1);

    SpaceScan scan = scan(new VastSpace(20 * GIB, 150, 1), limits);

    assertThat(scan.bytesRead()).isBetween(64 * MIB, 64 * MIB + 80L * 16384 + MIB);
    assertThat(scan.indexes().get(0).entryBytesError()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameAnswer() {
    VastSpace space = new VastSpace(4 * GIB, 150, 2);

    assertThat(scan(space, LIMITS).indexes()).isEqualTo(scan(space, LIMITS).indexes());
  }

  @Test
  void readingWaitsForItsPace() throws UnreadableSpaceException {
    AtomicLong nanos = new AtomicLong();
    ReadPace pace =
        new ReadPace(100 * MIB, () -> false, nanos::get, time -> nanos.addAndGet(time.toNanos()));

    for (int i = 0; i <= 300; i++) {
      pace.beforeReading((int) MIB);
    }

    assertThat(Duration.ofNanos(nanos.get())).isEqualTo(Duration.ofSeconds(3));
  }

  /** Otherwise it would be read as fast as it can just when it has trouble. */
  @Test
  void aDiskThatStoodStillIsNotHurriedAfterwards() throws UnreadableSpaceException {
    AtomicLong nanos = new AtomicLong();
    ReadPace pace =
        new ReadPace(100 * MIB, () -> false, nanos::get, time -> nanos.addAndGet(time.toNanos()));
    pace.beforeReading((int) MIB);
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    long stood = nanos.get();

    for (int i = 0; i <= 110; i++) {
      pace.beforeReading((int) MIB);
    }

    assertThat(Duration.ofNanos(nanos.get() - stood)).isEqualTo(Duration.ofSeconds(1));
  }

  private static SpaceScan scan(VastSpace space, ScanLimits limits) {
    /* Reading from nowhere costs nothing, so nothing has to be waited for. */
    ScanLimits hasty =
        new ScanLimits(
            limits.wholeUpToBytes(), limits.bytesMax(), 1L << 50, limits.error(), limits.seed());
    ScanOutcome outcome =
        new SpaceScanner(hasty)
            .scan(Path.of("vast.ibd"), () -> false, pace -> new SpaceFile(space, pace));
    if (outcome instanceof Unscanned unscanned) {
      throw new AssertionError(unscanned.reason());
    }
    return ((Scanned) outcome).scan();
  }
}
