package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the copy that an earlier life of ours has left, or makes ready for a new one. Confined to
 * the copy's thread.
 */
final class Start {

  private static final Logger log = LoggerFactory.getLogger(Start.class);

  /**
   * Between the place where changes begin to count and the look for prepared XA transactions, where
   * somebody is at work all the time: an XA PREPARE that stands in the log before that place has
   * long ended by then, so that its transaction is seen.
   */
  private static final Duration SETTLING = Duration.ofSeconds(1);

  /** One look costs what a list of all sessions does. */
  private static final Duration AT_WORK_EVERY = Duration.ofMillis(50);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final CopyParts parts;
  private final Trying trying;
  private final Pauses pauses;

  Start(CopyParts parts, Trying trying, Pauses pauses) {
    this.parts = parts;
    this.trying = trying;
    this.pauses = pauses;
  }

  /** The record with which to go on. It is CREATING if nothing has been copied yet. */
  CopyRecord find(Subject original, String owner)
      throws CopyStoppedException, InterruptedException {
    Optional<CopyRecord> found = trying.again(() -> parts.registry().find(owner));
    if (found.isPresent()) {
      CopyRecord record = found.get();
      requireSame(record, original);
      Optional<String> lost = whyLost(record);
      if (lost.isEmpty()) {
        return read(record.id(), owner);
      }
      log.info("copy={} table={} is begun anew: {}", record.id(), original, lost.get());
      parts.progress().onPhase(CopyPhase.CREATING, "begun anew: " + lost.get());
      remove(record);
    }
    return create(original, owner);
  }

  /** Drops what there is of a copy, and then forgets it: never the other way round. */
  void remove(CopyRecord record) throws CopyStoppedException, InterruptedException {
    trying.again(
        () -> {
          if (parts.shadows().exists(record.table().shadow())) {
            parts.shadows().drop(record.table().shadow());
          }
          parts.registry().forget(record.id());
        });
  }

  /**
   * Lets the first row be read only when all that stands in the log before the start is visible, or
   * never will be. What comes after it comes through the feed.
   */
  void settle(CopyState state, Writing writing) throws CopyStoppedException, InterruptedException {
    letStatementsEnd(writing);
    // It stands behind the start, so what stands before the start is visible when it is committed.
    writing.write(CopySession::mark);
    // Rows of an XA transaction stand in the log from XA PREPARE, and are visible at XA COMMIT.
    Set<String> undecided = new HashSet<>(writing.write(CopySession::preparedXa));
    for (boolean isTold = false; !undecided.isEmpty(); isTold = true) {
      if (!isTold) {
        parts
            .progress()
            .onStandstill(
                "waits for prepared XA transactions (XA COMMIT or XA ROLLBACK ends one): "
                    + undecided);
      }
      pauses.rest(LOOK_EVERY);
      undecided.retainAll(writing.write(CopySession::preparedXa));
      if (undecided.isEmpty()) {
        parts.progress().onStandstill("");
      }
    }
    trying.again(() -> parts.registry().phase(state.id(), CopyPhase.COPYING));
    state.onPhase(CopyPhase.COPYING);
  }

  /**
   * Whoever had written an XA PREPARE before the start was at that statement then. So it is over as
   * soon as nobody is at work for one look.
   */
  private void letStatementsEnd(Writing writing) throws CopyStoppedException, InterruptedException {
    long until = parts.pace().nanos() + SETTLING.toNanos();
    while (writing.write(CopySession::areOthersAtWork) && parts.pace().nanos() < until) {
      pauses.rest(AT_WORK_EVERY);
    }
  }

  private static void requireSame(CopyRecord record, Subject original) throws CopyStoppedException {
    if (!record.table().subject().equals(original)) {
      throw new IllegalStateException(
          record.owner() + " has a copy of " + record.table().subject() + ", not " + original);
    }
    if (record.phase() == CopyPhase.KEPT) {
      throw refused("a copy of " + original + " has taken its place already");
    }
  }

  private Optional<String> whyLost(CopyRecord record)
      throws CopyStoppedException, InterruptedException {
    if (!record.serverUuid().equals(trying.again(() -> parts.log().serverUuid()))) {
      return Optional.of("it was begun on another server, " + record.serverUuid());
    }
    boolean isThere = trying.again(() -> parts.shadows().exists(record.table().shadow()));
    if (record.phase() == CopyPhase.SWAPPING) {
      return whyLostInSwap(record, isThere);
    }
    if (record.phase() == CopyPhase.CREATING) {
      return Optional.of("nothing had been copied");
    }
    if (!isThere) {
      return Optional.of(record.table().shadow() + " is gone");
    }
    return isSame(record) ? Optional.empty() : Optional.of("the original has been changed");
  }

  /** Where the tables may have changed places, nothing is dropped by a guess. */
  private Optional<String> whyLostInSwap(CopyRecord record, boolean isThere)
      throws CopyStoppedException, InterruptedException {
    if (!isThere || !isSame(record)) {
      throw refused(
          "a copy of "
              + record.table().original()
              + " was about to take its place, and it is"
              + " not settled whether it did");
    }
    trying.again(() -> parts.registry().phase(record.id(), CopyPhase.FOLLOWING));
    return Optional.empty();
  }

  private boolean isSame(CopyRecord record) throws CopyStoppedException, InterruptedException {
    TableName original = record.table().original();
    return record.fingerprint().equals(trying.again(() -> parts.shadows().fingerprint(original)));
  }

  private CopyRecord create(Subject original, String owner)
      throws CopyStoppedException, InterruptedException {
    if (trying.again(() -> parts.shadows().describe(original.table(), 0)).isEmpty()) {
      throw refused(original + " does not exist, or has no key to copy it by");
    }
    // Before all else, so that a change from here on is seen, in it or in the feed.
    String fingerprint = trying.again(() -> parts.shadows().fingerprint(original.table()));
    String uuid = trying.again(() -> parts.log().serverUuid());
    BinlogPosition end = trying.again(() -> parts.log().end());
    CopyRecord record =
        trying.once(() -> parts.registry().register(owner, original, fingerprint, uuid, end));
    makeRoom(record);
    parts.progress().onPhase(CopyPhase.CREATING, "makes " + record.table().shadow());
    trying.<Boolean>once(
        () -> {
          parts.shadows().create(record.table());
          return true;
        });
    BinlogPosition start = trying.again(() -> parts.log().end());
    trying.again(() -> parts.registry().applied(record.id(), start));
    return read(record.id(), owner);
  }

  private CopyRecord read(long id, String owner) throws CopyStoppedException, InterruptedException {
    return trying
        .again(() -> parts.registry().find(owner))
        .filter(record -> record.id() == id)
        .orElseThrow(() -> refused("copy " + id + " is not in the registry any more"));
  }

  /** What stands where the shadow is to be: somebody else's copy, or nobody's. */
  private void makeRoom(CopyRecord record) throws CopyStoppedException, InterruptedException {
    TableName shadow = record.table().shadow();
    if (!trying.again(() -> parts.shadows().exists(shadow))) {
      return;
    }
    Optional<CopyRecord> other =
        trying.again(() -> parts.registry().all()).stream()
            .filter(each -> each.id() != record.id() && each.phase() != CopyPhase.KEPT)
            .filter(each -> each.table().shadow().equals(shadow))
            .findFirst();
    if (other.isPresent()) {
      trying.again(() -> parts.registry().forget(record.id()));
      throw refused(shadow + " belongs to another copy, of " + other.get().owner());
    }
    log.info("copy={} drops {}, which is in no copy's record", record.id(), shadow);
    trying.again(() -> parts.shadows().drop(shadow));
  }

  private static CopyStoppedException refused(String text) {
    return new CopyStoppedException(Fate.REFUSED, AbortReason.SERVER_REFUSED, text);
  }
}
