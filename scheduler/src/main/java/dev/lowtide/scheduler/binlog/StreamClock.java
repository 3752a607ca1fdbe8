package dev.lowtide.scheduler.binlog;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * How old what comes in is. Safe for any thread: one writes, any reads.
 *
 * <p>Ages are by the server's clock, which may differ from ours. A heartbeat comes only when there
 * is nothing else to send, so after one nothing is outstanding.
 */
final class StreamClock {

  /** Flags, a server's id, a number, and the two numbers of the logical clock. */
  private static final int BEFORE_COMMIT_TIME = 1 + 16 + 8 + 1 + 8 + 8;

  private static final int COMMIT_TIME_BYTES = 7;

  /** The highest bit says that another time follows. */
  private static final long COMMIT_TIME = (1L << 55) - 1;

  /** A heartbeat may be late; three in a row are not. */
  private static final long SILENCE_MILLIS = BinlogLink.HEARTBEAT.multipliedBy(3).toMillis();

  private final Clock clock;
  private volatile long skewMillis;
  private volatile long heardAt;
  private volatile long committedAt;
  private volatile boolean isIdle;

  StreamClock(Clock clock) {
    this.clock = clock;
    this.heardAt = clock.millis();
    this.committedAt = heardAt;
  }

  /** What the server's clock said just now. */
  void onServerTime(long millis) {
    skewMillis = millis - clock.millis();
  }

  /** How long nothing was heard of the server. */
  Duration sinceHeard() {
    return Duration.ofMillis(Math.max(0, clock.millis() - heardAt));
  }

  /** Whether that is longer than it may be. */
  boolean isSilent() {
    return sinceHeard().toMillis() > SILENCE_MILLIS;
  }

  /** When the transaction that is coming in was committed, by the server's clock. */
  long committedAt() {
    return committedAt;
  }

  /** Reads the beginning of a transaction's first event, which says when it was committed. */
  void on(EventHeader header, EventBody body) throws IOException {
    heardAt = clock.millis();
    isIdle = header.isHeartbeat();
    if (header.type() == EventHeader.GTID_TAGGED) {
      committedAt = Duration.ofSeconds(header.seconds()).toMillis();
    } else if (header.type() == EventHeader.GTID || header.type() == EventHeader.ANONYMOUS_GTID) {
      body.skip(BEFORE_COMMIT_TIME);
      long micros = body.unsigned(COMMIT_TIME_BYTES) & COMMIT_TIME;
      committedAt = micros / 1000;
    }
  }

  /**
   * How far behind the server we are.
   *
   * @param oldestSince when the oldest change that waits was committed; our newest if none does
   */
  Duration behind(long oldestSince, boolean isSomethingWaiting) {
    long now = clock.millis();
    long silence = now - heardAt > SILENCE_MILLIS ? now - heardAt : 0;
    long age = isIdle && !isSomethingWaiting ? 0 : now + skewMillis - oldestSince;
    return Duration.ofMillis(Math.max(0, Math.max(silence, age)));
  }
}
