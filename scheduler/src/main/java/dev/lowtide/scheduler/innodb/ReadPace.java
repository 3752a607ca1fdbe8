package dev.lowtide.scheduler.innodb;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Keeps reading at a bounded pace, and asks before every read whether to go on. */
final class ReadPace {

  /** Waits, or is interrupted. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  private final long bytesPerSecondMax;
  private final BooleanSupplier isStopped;
  private final LongSupplier nanos;
  private final Sleeper sleeper;
  private final long begun;
  private long bytes;

  ReadPace(long bytesPerSecondMax, BooleanSupplier isStopped, LongSupplier nanos, Sleeper sleeper) {
    this.bytesPerSecondMax = bytesPerSecondMax;
    this.isStopped = isStopped;
    this.nanos = nanos;
    this.sleeper = sleeper;
    this.begun = nanos.getAsLong();
  }

  void beforeReading(int more) throws UnreadableSpaceException {
    if (isStopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw stopped();
    }
    long due = (long) (bytes * 1e9 / bytesPerSecondMax) - (nanos.getAsLong() - begun);
    bytes += more;
    if (due > 1_000_000) {
      await(Duration.ofNanos(due));
    }
  }

  private void await(Duration due) throws UnreadableSpaceException {
    try {
      sleeper.sleep(due);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    }
  }

  private static UnreadableSpaceException stopped() {
    return new UnreadableSpaceException("the scan was stopped");
  }
}
