package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;

/**
 * Looks whether the original is still the table that the copy was begun for, and tells how far the
 * copy is. A change of its definition comes through the feed as well; a feed can be wrong. Confined
 * to the copy's thread.
 */
final class OriginalWatch {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final CopyParts parts;
  private final Trying trying;
  private final CopyState state;
  private long lookedAt;
  private long bytes;

  OriginalWatch(CopyParts parts, Trying trying, CopyState state) {
    this.parts = parts;
    this.trying = trying;
    this.state = state;
    this.lookedAt = parts.pace().nanos();
  }

  /** Looks if it is time to. */
  void look() throws CopyStoppedException, InterruptedException {
    long now = parts.pace().nanos();
    if (now - lookedAt < LOOK_EVERY.toNanos()) {
      return;
    }
    lookedAt = now;
    check();
    bytes = trying.again(() -> parts.shadows().bytes(state.table().shadow()));
    onCopied();
  }

  void check() throws CopyStoppedException, InterruptedException {
    CopyTable table = state.table();
    String now = trying.again(() -> parts.shadows().fingerprint(table.original()));
    if (!now.equals(state.record().fingerprint())) {
      throw new CopyStoppedException(
          CopyStoppedException.Fate.LOST,
          AbortReason.SERVER_REFUSED,
          table.original() + " is not the table any more for which the copy was begun");
    }
  }

  void onCopied() {
    parts.progress().onCopied(state.record().rowsCopied(), bytes);
  }
}
