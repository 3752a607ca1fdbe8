package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a table's shadow, and keeps it in step with the table. Confined to one thread.
 *
 * <pre>
 * begin ─► copyRows ─► addKeys ─► catchUp ─► step, step, step …
 * </pre>
 *
 * Each of them does nothing where it was done before: after a crash, all of them are called again.
 * Whatever ends it, what was committed counts: {@link #begin} of another life goes on from there.
 */
public final class TableCopy implements AutoCloseable {

  /** How long a wait for the feed is at most, so that a wish to stop is seen. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private static final String ADDS_KEYS = "adds keys";

  /** How far it is, where nothing of it changed: a copy is to lose no more by a crash. */
  private static final Duration WRITE_DOWN_EVERY = Duration.ofSeconds(1);

  /** The same for as long as a table is kept; each time is a commit, which the log has in turn. */
  private static final Duration FOLLOWER_WRITES_DOWN_EVERY = Duration.ofSeconds(30);

  private final CopyParts parts;
  private final Pauses pauses;
  private final Trying trying;
  private final Start start;
  private @Nullable Begun begun;

  /** What there is once a copy is begun. */
  private record Begun(
      CopyState state,
      Writing writing,
      ChangeFeed feed,
      Following following,
      OriginalWatch watch,
      Attending attending) {}

  public TableCopy(CopyParts parts) {
    this.parts = parts;
    this.pauses = new Pauses(parts);
    this.trying = new Trying(pauses, parts.pace());
    this.start = new Start(parts, trying, pauses);
  }

  /** Of a whole table. */
  public CopyRecord begin(TableName original, String owner)
      throws CopyStoppedException, InterruptedException {
    return begin(Subject.of(original), owner);
  }

  /** Goes on with the copy that this owner has in the registry, or begins one. */
  public CopyRecord begin(Subject original, String owner)
      throws CopyStoppedException, InterruptedException {
    CopyState state = open(start.find(original, owner), WRITE_DOWN_EVERY);
    Begun now = begun();
    if (state.record().phase() == CopyPhase.CREATING) {
      start.settle(state, now.writing());
      now.watch().check();
    }
    return state.record();
  }

  /**
   * Goes on with a copy that has all its rows, and its keys, from where its record says; nothing of
   * it is made or removed. So an old table follows the one that took its place.
   */
  public void follow(CopyRecord record) throws CopyStoppedException, InterruptedException {
    open(record, FOLLOWER_WRITES_DOWN_EVERY);
  }

  private CopyState open(CopyRecord record, Duration writeDownEvery)
      throws CopyStoppedException, InterruptedException {
    CopyState state = new CopyState(record);
    Writing writing = new Writing(parts, trying, state);
    ChangeFeed feed =
        trying.once(() -> parts.feeds().open(state.table(), state.id(), state.record().applied()));
    OriginalWatch watch = new OriginalWatch(parts, trying, state);
    Begun now =
        new Begun(
            state,
            writing,
            feed,
            new Following(parts, writing, state, feed, writeDownEvery),
            watch,
            new Attending(parts, pauses, watch, feed));
    begun = now;
    pauses.onBegun(now.watch());
    now.watch().check();
    return state;
  }

  /** Copies all rows that are not copied yet, and follows meanwhile. */
  public void copyRows() throws CopyStoppedException, InterruptedException {
    Begun now = begun();
    if (now.state().record().phase() != CopyPhase.COPYING) {
      return;
    }
    parts.progress().onPhase(CopyPhase.COPYING, "copies rows");
    new RowCopy(parts, pauses, now.watch(), now.writing(), now.following(), now.state()).run();
  }

  /** Adds the keys that are built better when all rows are there. Nothing is applied meanwhile. */
  public void addKeys() throws CopyStoppedException, InterruptedException {
    Begun now = begun();
    CopyState state = now.state();
    if (state.record().phase() == CopyPhase.COPYING) {
      if (!state.isCopied()) {
        throw new IllegalStateException("keys before rows (expected: copyRows has returned)");
      }
      enter(state, CopyPhase.INDEXING, ADDS_KEYS);
    }
    if (state.record().phase() == CopyPhase.INDEXING) {
      do {
        pauses.beforeWork();
      } while (!areKeysAdded(now));
      enter(state, CopyPhase.FOLLOWING, "follows");
    }
  }

  /**
   * Applies changes until one that is written now is applied within this time, receiving and all.
   */
  public void catchUp(Duration behindMax) throws CopyStoppedException, InterruptedException {
    long markedAt;
    do {
      markedAt = parts.pace().nanos();
      long mark = mark();
      while (!isPast(mark)) {
        pauses.beforeWork();
        step(LOOK_EVERY);
      }
    } while (parts.pace().nanos() - markedAt > behindMax.toNanos());
  }

  /**
   * Takes the changes that come in this time, and applies them; none while the copy must stand
   * still.
   *
   * @return the keys that were applied
   */
  public Set<RowKey> step(Duration wait) throws CopyStoppedException, InterruptedException {
    Begun now = begun();
    pauses.checkStop();
    if (pauses.isStandstill()) {
      pauses.rest(min(wait, LOOK_EVERY));
      return Set.of();
    }
    now.watch().look();
    return now.following().step(wait);
  }

  /** Writes a mark into the log. */
  public long mark() throws CopyStoppedException, InterruptedException {
    return begun().writing().write(CopySession::mark);
  }

  /** Whether all changes that came before that mark are in the shadow. */
  public boolean isPast(long mark) {
    return begun().state().markPassed() >= mark;
  }

  /**
   * Does what takes long, and keeps looking meanwhile; nothing is applied until it returns.
   *
   * @param end has the server end it, by this thread; may be called more than once
   * @return what has come of it; nothing if it was ended because somebody wants to pause
   */
  public <T> Optional<T> attend(String text, LongWork.Work<T> work, Runnable end)
      throws CopyStoppedException, InterruptedException {
    Begun now = begun();
    return now.attending()
        .attend(new Attending.Task<>(now.state().record().phase(), text, work, end));
  }

  /**
   * Asks now whether all changes can have been seen; to be called when nobody can write to the
   * original any more.
   */
  public void checkTrust() throws CopyStoppedException {
    begun().watch().checkTrust();
  }

  public CopyTable table() {
    return begun().state().table();
  }

  public CopyRecord record() {
    return begun().state().record();
  }

  public ChangeFeed feed() {
    return begun().feed();
  }

  /** Leaves nothing of it. */
  public void abandon() throws CopyStoppedException, InterruptedException {
    Begun now = begun();
    close();
    start.remove(now.state().record());
  }

  /** Leaves everything as it is, to go on another time. */
  @Override
  public void close() {
    Begun now = begun;
    begun = null;
    if (now != null) {
      now.writing().close();
      now.feed().close();
    }
  }

  /** False if somebody had it ended for the copy to stand still: what was built is there. */
  private boolean areKeysAdded(Begun now) throws CopyStoppedException, InterruptedException {
    LongWork.Work<Boolean> adding =
        () -> {
          boolean isAlone = !parts.throttle().areClientsThere();
          parts.shadows().addSecondaryKeys(now.state().table(), isAlone);
          return true;
        };
    return trying
        .once(
            () ->
                now.attending()
                    .attend(
                        new Attending.Task<>(
                            CopyPhase.INDEXING, ADDS_KEYS, adding, parts.shadows()::abort)))
        .isPresent();
  }

  private void enter(CopyState state, CopyPhase phase, String text)
      throws CopyStoppedException, InterruptedException {
    trying.again(() -> parts.registry().phase(state.id(), phase));
    state.onPhase(phase);
    parts.progress().onPhase(phase, text);
  }

  private Begun begun() {
    if (begun == null) {
      throw new IllegalStateException("no copy (expected: begin has returned)");
    }
    return begun;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
