package dev.lowtide.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often something was tried in vain lately. Safe for any thread.
 *
 * <p>A try counts from its beginning: whoever counted at its end would let any number through that
 * begin at once.
 */
final class Tries {

  private static final Duration KEPT = Duration.ofMinutes(15);

  /** Some 100 bytes each: 10 MB at most, whatever names strangers think of. */
  private static final int KEYS_MAX = 100_000;

  private final int triesMax;
  private final Cache<String, AtomicInteger> counts =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(KEYS_MAX).build();

  Tries(int triesMax) {
    this.triesMax = triesMax;
  }

  /** Counts one; false if there were too many already. */
  boolean begin(String key) {
    AtomicInteger count = counts.asMap().computeIfAbsent(key, ignored -> new AtomicInteger());
    return count.getAndUpdate(tries -> Math.min(tries + 1, triesMax)) < triesMax;
  }

  /** One that was begun was not in vain, or not made at all. */
  void takeBack(String key) {
    AtomicInteger count = counts.getIfPresent(key);
    if (count != null) {
      count.updateAndGet(tries -> Math.max(tries - 1, 0));
    }
  }
}
