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

  /** A disk that was slow is not hurried afterwards. */
  private static final long MADE_UP_MAX_NANOS = 100_000_000;

  private static final long WORTH_WAITING_NANOS = 1_000_000;

  private final long bytesPerSecondMax;
  private final BooleanSupplier isStopped;
  private final LongSupplier nanos;
  private final Sleeper sleeper;

  /** When the next read may begin. */
  private long next;

  ReadPace(long bytesPerSecondMax, BooleanSupplier isStopped, LongSupplier nanos, Sleeper sleeper) {
    this.bytesPerSecondMax = bytesPerSecondMax;
    this.isStopped = isStopped;
    this.nanos = nanos;
    this.sleeper = sleeper;
    this.next = nanos.getAsLong();
  }

  void beforeReading(int more) throws UnreadableSpaceException {
    if (isStopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw stopped();
    }
    long now = nanos.getAsLong();
    next = Math.max(next, now - MADE_UP_MAX_NANOS);
    long due = next - now;
    next += (long) (more * 1e9 / bytesPerSecondMax);
    if (due > WORTH_WAITING_NANOS) {
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
