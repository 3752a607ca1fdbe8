package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** Makes rates of what is counted. Confined to the scheduler's thread. */
final class LoadRates implements LoadFigures {

  private final RelayedBytes bytes;
  private final IntSupplier bypassing;
  private final DoubleSupplier replicaLagSeconds;
  private final DoubleSupplier coveragePercent;
  private final NanoClock clock;
  private long atNanos;
  private long fromClients;
  private long fromServer;

  /** Counts from now on. */
  LoadRates(
      RelayedBytes bytes,
      IntSupplier bypassing,
      DoubleSupplier replicaLagSeconds,
      DoubleSupplier coveragePercent,
      NanoClock clock) {
    this.bytes = bytes;
    this.bypassing = bypassing;
    this.replicaLagSeconds = replicaLagSeconds;
    this.coveragePercent = coveragePercent;
    this.clock = clock;
    this.atNanos = clock.nanos();
    this.fromClients = bytes.fromClients().getAsLong();
    this.fromServer = bytes.fromServer().getAsLong();
  }

  @Override
  public Now now() {
    long now = clock.nanos();
    long clients = bytes.fromClients().getAsLong();
    long server = bytes.fromServer().getAsLong();
    // A look that follows at once says nothing: so long at least is a look.
    double seconds = Math.max(0.001, (now - atNanos) / 1e9);
    Now figures =
        new Now(
            (clients - fromClients) / seconds,
            (server - fromServer) / seconds,
            bypassing.getAsInt(),
            replicaLagSeconds.getAsDouble(),
            coveragePercent.getAsDouble());
    atNanos = now;
    fromClients = clients;
    fromServer = server;
    return figures;
  }
}
