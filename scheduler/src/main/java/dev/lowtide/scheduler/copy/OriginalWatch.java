package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the original is still the table that the copy was begun for, has its surroundings
 * looked at, and tells how far the copy is. A change of its definition comes through the feed as
 * well; a feed can be wrong. Confined to the copy's thread.
 */
final class OriginalWatch implements Pauses.Look {

  private static final Logger log = LoggerFactory.getLogger(OriginalWatch.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final CopyParts parts;
  private final Trying trying;
  private final CopyState state;
  private final Watchers watchers;
  private long lookedAt;
  private long bytes;

  OriginalWatch(CopyParts parts, Trying trying, CopyState state) {
    this.parts = parts;
    this.trying = trying;
    this.state = state;
    this.watchers = parts.watchers().of(state.record());
    this.lookedAt = parts.pace().nanos();
  }

  /** Looks if it is time to. */
  void look() throws CopyStoppedException, InterruptedException {
    trying.again(this::checkSurroundings);
    long now = parts.pace().nanos();
    if (now - lookedAt < LOOK_EVERY.toNanos()) {
      return;
    }
    lookedAt = now;
    check();
    bytes = trying.again(() -> parts.shadows().bytes(state.table().shadow()));
    onCopied();
  }

  /** The same in a standstill: a server that does not answer then is no reason to end. */
  @Override
  public void inStandstill() throws CopyStoppedException {
    try {
      watchers.check(state.record().applied());
    } catch (RuntimeException e) {
      log.debug("table={} nothing could be seen", state.table().original(), e);
    }
  }

  @Override
  public Optional<String> standstill() {
    return watchers.standstill();
  }

  /** Whether its changes can all have been seen, asked once and now. */
  void checkTrust() throws CopyStoppedException {
    watchers.checkTrust();
  }

  void check() throws CopyStoppedException, InterruptedException {
    trying.again(this::checkSurroundings);
    CopyTable table = state.table();
    String now = trying.again(() -> parts.shadows().fingerprint(table.original()));
    if (!now.equals(state.record().fingerprint())) {
      throw new CopyStoppedException(
          CopyStoppedException.Fate.LOST,
          AbortReason.SERVER_REFUSED,
          table.original() + " is not the table any more for which the copy was begun");
    }
  }

  private boolean checkSurroundings() throws CopyStoppedException {
    watchers.check(state.record().applied());
    return true;
  }

  TableName table() {
    return state.table().original();
  }

  void onCopied() {
    parts.progress().onCopied(state.record().rowsCopied(), bytes);
  }
}
