package dev.lowtide.scheduler;

import dev.lowtide.scheduler.execute.RunLog;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The attempt that is at work, as it is written down and seen from outside. Any thread. */
final class ActiveRun implements RunLog {

  /**
   * Who wants it stopped, the weakest word first: a person's is never taken back by a clock. Where
   * the run goes on afterwards, the attempt is not counted.
   */
  enum StopCause {
    NONE,
    /** The end of a maintenance window, or a freeze: it goes on in the next one. */
    CALENDAR,
    /** The end of the process: it goes on after the next start. */
    SHUTDOWN,
    /** A person who stops everything: it goes on when they say so. */
    HELD,
    /** A person: it is over. */
    PERSON
  }

  private final RunId id;
  private final RunBook book;
  private final Journal journal;
  private final Duration worstBefore;
  private final RunTimes times;
  private final CopyWatch copy =
      new CopyWatch(() -> stopCause() != StopCause.NONE, this::onStandstill, this::onNote);
  private volatile ByteSize copied = ByteSize.ZERO;
  private volatile boolean holdsThroughout;
  private volatile boolean isCuttingOver;
  private volatile boolean isComparing;
  private volatile StopCause stopCause = StopCause.NONE;
  private volatile boolean isEnding;
  private volatile String stoppedBy = RunBook.LOWTIDE;
  private volatile Duration worstDuring = Duration.ZERO;

  /** Since when it stands still because nothing can be written down, not even that. */
  private @Nullable Instant storeGoneSince;

  ActiveRun(RunId id, RunBook book, Journal journal, Duration worstBefore) {
    this.id = id;
    this.book = book;
    this.journal = journal;
    this.worstBefore = worstBefore;
    this.times = new RunTimes(book.clock());
    copy.onPhases(times::onPhase);
  }

  RunId id() {
    return id;
  }

  /** Clients wait for all of it, not only for its end; to be said before it begins. */
  void holdsThroughout() {
    holdsThroughout = true;
  }

  /** Whoever has a stronger word has the last one. */
  synchronized void stop(StopCause cause, String by) {
    isEnding |= cause == StopCause.SHUTDOWN;
    if (cause.compareTo(stopCause) > 0) {
      stoppedBy = by;
      stopCause = cause;
    }
  }

  /** Whether the process ends, whoever else wants it stopped: then it waits for nothing. */
  boolean isEnding() {
    return isEnding;
  }

  StopCause stopCause() {
    return stopCause;
  }

  String stoppedBy() {
    return stoppedBy;
  }

  /** How far its copy is, if it makes one, and whether that is to stand still. */
  @Override
  public CopyWatch copy() {
    return copy;
  }

  ByteSize copied() {
    return copy.isUnderWay() ? copy.copied() : copied;
  }

  Duration worstBefore() {
    return worstBefore;
  }

  Duration worstDuring() {
    return worstDuring;
  }

  /** Called by the scheduler's thread only. */
  void onStatements(Duration worstSinceLast) {
    if (worstSinceLast.compareTo(worstDuring) > 0) {
      worstDuring = worstSinceLast;
    }
  }

  /** Where its time goes. */
  RunTimes times() {
    return times;
  }

  /** Whether it is about to swap its tables, or does. */
  boolean isCuttingOver() {
    return isCuttingOver;
  }

  /** Its new table is in place, nobody waits for it, and stopping would only leave it unproven. */
  boolean isComparing() {
    return isComparing;
  }

  @Override
  public void onState(RunState state, String text) {
    isCuttingOver = state == RunState.CUTTING_OVER;
    isComparing = state == RunState.VERIFYING;
    times.onState(state);
    if (areClientsWaiting(state)) {
      book.waits().atOnce(() -> book.move(id, state, text));
    } else {
      book.move(id, state, text);
    }
  }

  /**
   * A rebuild in one statement holds its writers from before it runs until it is verified, or taken
   * back: if nothing can be written down meanwhile, it is given up.
   */
  private boolean areClientsWaiting(RunState state) {
    return holdsThroughout && (state == RunState.RUNNING || state == RunState.CUTTING_OVER);
  }

  /** Why the store cannot be used; empty if nothing is known to be wrong. Never waits. */
  String storeProblem() {
    return book.problem();
  }

  private void onStandstill(String why) {
    times.onStandstill(!why.isEmpty());
    Instant goneSince = storeGoneSince;
    if (!why.isEmpty() && !storeProblem().isEmpty()) {
      storeGoneSince = book.clock().instant();
    } else if (goneSince != null) {
      storeGoneSince = null;
      Duration gone = Duration.between(goneSince, book.clock().instant());
      book.note(id, "stood still for " + gone.toSeconds() + " s: the store could not be used");
    } else if (why.isEmpty()) {
      book.move(id, RunState.RUNNING, "goes on");
    } else {
      book.move(id, RunState.PAUSED, why);
    }
  }

  @Override
  public void onNote(String text) {
    book.note(id, text);
  }

  @Override
  public void onStatement(long threadId) {
    Runnable write = () -> journal.onStatement(id, threadId);
    if (holdsThroughout) {
      write.run();
    } else {
      book.waits().until(write);
    }
  }

  @Override
  public void onCopied(ByteSize copied) {
    this.copied = copied;
  }
}
