package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A span that the detector vouches for, for one table or for the server as a whole. Only the
 * detector can make one.
 */
public final class QuietWindow {

  /** What was seen longer ago says nothing about now. */
  private static final Duration OPEN_FOR = Duration.ofSeconds(2);

  private final @Nullable TableName table;
  private final long openedNanos;

  QuietWindow(@Nullable TableName table, long openedNanos) {
    this.table = table;
    this.openedNanos = openedNanos;
  }

  /** Whether it was opened for this table; for null, for the server as a whole. */
  public boolean isFor(@Nullable TableName other) {
    return Objects.equals(table, other);
  }

  /** What it was opened for, in words. */
  public String text() {
    return table == null ? "the server" : table.toString();
  }

  public boolean isOpen(long nowNanos) {
    return nowNanos - openedNanos <= OPEN_FOR.toNanos();
  }
}
