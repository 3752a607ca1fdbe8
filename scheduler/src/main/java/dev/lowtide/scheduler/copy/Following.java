package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the shadow in step with what the binary log says has changed. Confined to the copy's
 * thread.
 *
 * <p>The log says <em>which</em> rows changed; what they are is read from the original. The log is
 * written before a transaction is visible, and with semi-synchronous replication long before. So
 * there is an order to it, and all of the copy's correctness is in it:
 *
 * <ol>
 *   <li>changes are taken: they stand in the log before some place p;
 *   <li>a mark is committed. It stands after p, and transactions become visible in the log's order:
 *       so once it is committed, everything before p is visible;
 *   <li>their rows are read anew, and p is written down with them.
 * </ol>
 *
 * Were the mark committed before the changes were taken, or the rows read before the mark was, a
 * change could be read as it was before, and never be looked at again.
 *
 * <p>It takes no rests: it writes as much as clients do, and whoever falls behind never arrives.
 */
final class Following {

  /** What clients write must be kept up with: fewer would be all commits and no work. */
  private static final int KEYS_MIN = 500;

  /** Nobody waits for it, and whoever wants it to stop waits no longer. */
  private static final Duration APPLY_TIME = Duration.ofMillis(200);

  /** Keys in memory, of at most 3072 bytes each, in hexadecimal: 120 MB if all are the longest. */
  private static final int KEYS_MAX = 20_000;

  private final CopyParts parts;
  private final Writing writing;
  private final CopyState state;
  private final ChangeFeed feed;
  private final Duration writeDownEvery;
  private final ChunkSize size = new ChunkSize(KEYS_MIN, KEYS_MIN, KEYS_MAX);
  private long writtenDownAt;

  /** Taken and not applied: the feed does not give them twice. */
  private @Nullable Changes pending;

  /**
   * @param writeDownEvery so much is read again after a crash if nothing in the table changes
   */
  Following(
      CopyParts parts, Writing writing, CopyState state, ChangeFeed feed, Duration writeDownEvery) {
    this.parts = parts;
    this.writing = writing;
    this.state = state;
    this.feed = feed;
    this.writeDownEvery = writeDownEvery;
    this.writtenDownAt = parts.pace().nanos();
  }

  /** Takes what comes in this time, and applies it. Returns the keys that it were. */
  Set<RowKey> step(Duration wait) throws CopyStoppedException, InterruptedException {
    if (pending == null) {
      Optional<Changes> taken = feed.take(size.rows(), wait);
      pending = taken.orElse(null);
    }
    parts.progress().onBehind(feed.state().behind());
    if (pending == null) {
      return Set.of();
    }
    Changes changes = pending;
    if (changes.keys().isEmpty()) {
      passOver(changes);
    } else {
      apply(changes);
    }
    state.onApplied(changes);
    pending = null;
    return changes.keys();
  }

  /** Whether more waits than a moment's changes. */
  boolean isBehind(Duration behindMax) {
    return feed.state().behind().compareTo(behindMax) > 0;
  }

  private void apply(Changes changes) throws CopyStoppedException, InterruptedException {
    long from = parts.pace().nanos();
    writing.write(CopySession::mark);
    writing.write(
        session -> {
          session.apply(changes.keys(), changes.upTo());
          return true;
        });
    Duration took = Duration.ofNanos(parts.pace().nanos() - from);
    size.onDone(changes.keys().size(), took, APPLY_TIME);
    writtenDownAt = parts.pace().nanos();
  }

  /** Nothing of the table is in them: that the log was read up to there can wait a little. */
  private void passOver(Changes changes) throws CopyStoppedException, InterruptedException {
    long now = parts.pace().nanos();
    if (now - writtenDownAt < writeDownEvery.toNanos()) {
      return;
    }
    writing.write(
        session -> {
          session.apply(Set.of(), changes.upTo());
          return true;
        });
    writtenDownAt = now;
  }
}
