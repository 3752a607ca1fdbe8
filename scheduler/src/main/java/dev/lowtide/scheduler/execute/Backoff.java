package dev.lowtide.scheduler.execute;

import java.time.Duration;
import java.util.Random;

/**
 * How long to wait between attempts that nothing came of: twice as long each time, and a part of it
 * by chance, so that whatever happens at regular intervals is not met again and again.
 *
 * <p>Confined to one thread. The same seed gives the same waits.
 */
public final class Backoff {

  /** From half of the wait to one and a half of it. */
  private static final double CHANCE = 0.5;

  private final Duration first;
  private final Duration longest;
  private final Random random;
  private int attempts;

  public Backoff(Duration first, Duration longest, long seed) {
    if (first.isNegative() || first.isZero() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "first wait: " + first + " (expected: above PT0S, at most " + longest + ")");
    }
    this.first = first;
    this.longest = longest;
    this.random = new Random(seed);
  }

  /** After another attempt in vain. */
  public Duration next() {
    Duration wait = first;
    for (int i = 0; i < attempts && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    attempts++;
    Duration bounded = wait.compareTo(longest) < 0 ? wait : longest;
    double share = 1 + CHANCE * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (bounded.toNanos() * share));
  }

  /** After one that was worth it. */
  public void reset() {
    attempts = 0;
  }
}
