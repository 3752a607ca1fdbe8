package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.scheduler.copy.Pressure;
import dev.lowtide.scheduler.copy.Pressure.Signal;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.load.Latencies;
import dev.lowtide.scheduler.load.Latencies.Share;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.UsesSeen;
import dev.lowtide.scheduler.load.WriteStrain;
import dev.lowtide.scheduler.quiet.Judgement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of its limits a server bears, as a copy sees it. */
class PressuresTest {

  private static final CopyLimits LIMITS = CopyLimits.forCores(2);

  private final Pressures pressures = new Pressures(LIMITS);
  private long now = Duration.ofHours(1).toNanos();
  private double statementsPerSecond = 2000;
  private Latencies latencies = Latencies.NONE;
  private ServerLoad server = ServerLoads.IDLE;
  private WriteStrain strain = strain(0, 5, 0, 0);
  private List<LagOfReplica> replicas = List.of();
  private boolean isCopyResting;

  @Test
  void whereNobodyLooksNothingIsSeen() {
    Observation blind = new Observation(now, Judgement.blind("no", Duration.ZERO), null, null);

    assertThat(pressures.of(blind, strain, List.of(), true)).isEqualTo(Pressure.UNSEEN);
  }

  @Test
  void threadsAreCountedAgainstTheCores() {
    server = ServerLoads.running(8);

    assertThat(look().worst())
        .isEqualTo(new Signal("threads running", 0.5, "threads running: 8 (limit: 16)"));
    assertThat(CopyLimits.forCores(32).threadsRunningMax()).isEqualTo(256);
  }

  @Test
  void nobodyIsThereWhereNothingRuns() {
    statementsPerSecond = 1.8;
    assertThat(look().areClientsThere()).isFalse();

    server = ServerLoads.running(1);
    assertThat(look().areClientsThere()).isTrue();
  }

  @Test
  void whatStatementsTakeIsHeldAgainstTheTimeBeforeTheCopy() {
    latencies = latencies(40, 40);
    assertThat(slowness()).isZero();

    latencies = latencies(50, 40);
    assertThat(slowness()).isCloseTo(0.5, within(1e-9));

    latencies = latencies(60, 58);
    assertThat(look().worst().text())
        .isEqualTo("95 of 100 statements took: 60 ms (usual: 40 ms, limit: 60 ms)");
  }

  @Test
  void theCopyNeverBecomesWhatIsUsual() {
    latencies = latencies(40, 40);
    look();
    latencies = latencies(60, 60);
    for (int i = 0; i < 2000; i++) {
      look();
    }

    assertThat(slowness()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatIsWhileItRestsIsUsual() {
    latencies = latencies(40, 40);
    look();
    latencies = latencies(60, 40);
    isCopyResting = true;
    for (int i = 0; i < 12; i++) {
      assertThat(slowness()).isPositive();
    }

    assertThat(slowness()).isZero();
  }

  @Test
  void aMillisecondMoreIsNotFelt() {
    latencies = latencies(1, 1);
    look();

    latencies = latencies(2, 1);

    assertThat(slowness()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void whereNobodyIsTheRedoLogMayFillUpFurther() {
    server = ServerLoads.withGauges(Gauge.of(0), Gauge.of(0), Gauge.of(72));
    assertThat(look().worst().utilisation()).isCloseTo(0.9, within(1e-9));

    statementsPerSecond = 0;
    assertThat(look().worst().utilisation()).isZero();

    server = ServerLoads.withGauges(Gauge.of(0), Gauge.of(0), Gauge.of(76));
    assertThat(look().worst().utilisation()).isEqualTo(0.9);
  }

  @Test
  void whoHasWaitedForAPageSinceTheLookBeforeSlowsItDown() {
    strain = strain(0, 5, 7, 0);
    assertThat(look().worst().utilisation()).isLessThan(0.5);

    strain = strain(0, 5, 9, 0);

    assertThat(look().worst())
        .isEqualTo(new Signal("waits for free pages", 0.9, "waits for free pages: 2"));
  }

  @Test
  void theReplicaThatIsFurthestBehindCounts() {
    replicas =
        List.of(
            new LagOfReplica("db2:3306", Gauge.of(0.5)), new LagOfReplica("db3:3306", Gauge.of(3)));

    assertThat(look().worst())
        .isEqualTo(
            new Signal(
                "replica db3:3306 is behind", 1.5, "replica db3:3306 is behind: 3 s (limit: 2 s)"));
  }

  @Test
  void aReplicaThatCannotBeAskedIsAtItsLimit() {
    replicas = List.of(new LagOfReplica("db2:3306", Gauge.missing("refused")));

    assertThat(look().worst())
        .isEqualTo(
            new Signal(
                "replica db2:3306 is behind",
                1,
                "replica db2:3306 is behind: cannot be seen: refused"));
  }

  private double slowness() {
    return look().signals().stream()
        .filter(signal -> signal.name().equals("slower statements"))
        .mapToDouble(Signal::utilisation)
        .sum();
  }

  private Pressure look() {
    now += Duration.ofMillis(500).toNanos();
    LoadSnapshot load =
        new LoadSnapshot(
            now,
            statementsPerSecond,
            Duration.ZERO,
            Duration.ZERO,
            latencies,
            List.of(),
            UsesSeen.NONE,
            null);
    Observation seen =
        new Observation(now, Judgement.blind("of no matter", Duration.ZERO), load, server);
    return pressures.of(seen, strain, replicas, isCopyResting);
  }

  private static Latencies latencies(long recentMillis, long pastMillis) {
    return new Latencies(
        new Share(200, Duration.ofMillis(recentMillis)),
        new Share(200, Duration.ofMillis(pastMillis)));
  }

  private static WriteStrain strain(double locks, double dirty, double pages, double log) {
    return new WriteStrain(Gauge.of(locks), Gauge.of(dirty), Gauge.of(pages), Gauge.of(log));
  }
}
