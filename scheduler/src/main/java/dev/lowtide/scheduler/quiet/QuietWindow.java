package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;

/** A span that the detector vouches for, for one table. Only the detector can make one. */
public final class QuietWindow {

  /** What was seen longer ago says nothing about now. */
  private static final Duration OPEN_FOR = Duration.ofSeconds(2);

  private final TableName table;
  private final long openedNanos;

  QuietWindow(TableName table, long openedNanos) {
    this.table = table;
    this.openedNanos = openedNanos;
  }

  public TableName table() {
    return table;
  }

  public boolean isOpen(long nowNanos) {
    return nowNanos - openedNanos <= OPEN_FOR.toNanos();
  }
}
