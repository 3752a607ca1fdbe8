package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadRatesTest {

  private long now = 7;
  private long fromClients = 500;
  private long fromServer = 9_000;
  private final LoadRates rates =
      new LoadRates(
          new RelayedBytes(() -> fromClients, () -> fromServer),
          () -> 3,
          () -> 0.5,
          () -> 99,
          () -> now);

  @Test
  void bytesAreThoseSinceTheLookBefore() {
    now += Duration.ofMillis(500).toNanos();
    fromClients += 100;
    fromServer += 4_000;
    rates.now();
    now += Duration.ofSeconds(2).toNanos();
    fromClients += 10;

    LoadFigures.Now figures = rates.now();

    assertThat(figures.bytesFromClientsPerSecond()).isEqualTo(5, within(0.001));
    assertThat(figures.bytesFromServerPerSecond()).isZero();
    assertThat(figures.bypassing()).isEqualTo(3);
    assertThat(figures.replicaLagSeconds()).isEqualTo(0.5);
    assertThat(figures.coveragePercent()).isEqualTo(99);
  }
}
