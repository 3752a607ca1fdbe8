package dev.lowtide.scheduler.load;

import java.util.List;

/** Servers as the probe tells of them. */
public final class ServerLoads {

  /** One that does nothing. */
  public static final ServerLoad IDLE = of(0, List.of(), 0);

  private ServerLoads() {}

  public static ServerLoad running(int threads) {
    return of(threads, List.of(), 0);
  }

  public static ServerLoad of(int threads, List<OpenTransaction> transactions, int preparedXa) {
    return new ServerLoad(
        threads,
        transactions,
        preparedXa,
        Sight.of(List.of()),
        Gauge.of(0),
        Gauge.of(20),
        Gauge.of(5));
  }

  public static ServerLoad with(BackupLock... locks) {
    return new ServerLoad(
        0, List.of(), 0, Sight.of(List.of(locks)), Gauge.of(0), Gauge.of(20), Gauge.of(5));
  }

  public static ServerLoad with(Sight<BackupLock> locks) {
    return new ServerLoad(0, List.of(), 0, locks, Gauge.of(0), Gauge.of(20), Gauge.of(5));
  }

  public static ServerLoad withGauges(Gauge lag, Gauge history, Gauge checkpointAge) {
    return new ServerLoad(0, List.of(), 0, Sight.of(List.of()), lag, history, checkpointAge);
  }
}
