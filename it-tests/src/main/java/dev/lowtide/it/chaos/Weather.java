package dev.lowtide.it.chaos;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether work goes on, and whether connections have a reason to break. Safe for any thread. */
final class Weather {

  /** Who was at work when it broke may notice as late as this. */
  private static final long AFTERWARDS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicInteger storms = new AtomicInteger();
  private volatile long calmSince = System.nanoTime() - AFTERWARDS_NANOS;
  private volatile boolean isOver;

  boolean isOver() {
    return isOver;
  }

  void end() {
    isOver = true;
  }

  void storm() {
    storms.incrementAndGet();
  }

  void calm() {
    calmSince = System.nanoTime();
    storms.decrementAndGet();
  }

  boolean mayBreak() {
    return storms.get() > 0 || System.nanoTime() - calmSince < AFTERWARDS_NANOS;
  }
}
