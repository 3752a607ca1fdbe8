package dev.lowtide.scheduler;

import dev.lowtide.scheduler.execute.RunLog;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;

/** The attempt that is at work, as it is written down and seen from outside. Any thread. */
final class ActiveRun implements RunLog {

  /** Who wants it stopped. */
  enum StopCause {
    NONE,
    /** A person: it is over. */
    PERSON,
    /** The end of the process: it goes on after the next start. */
    SHUTDOWN
  }

  private final RunId id;
  private final RunBook book;
  private final Journal journal;
  private final Duration worstBefore;
  private final RunTimes times;
  private final CopyWatch copy =
      new CopyWatch(() -> stopCause() != StopCause.NONE, this::onStandstill, this::onNote);
  private volatile ByteSize copied = ByteSize.ZERO;
  private volatile boolean isCuttingOver;
  private volatile StopCause stopCause = StopCause.NONE;
  private volatile String stoppedBy = RunBook.LOWTIDE;
  private volatile Duration worstDuring = Duration.ZERO;

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

  void stop(StopCause cause, String by) {
    stoppedBy = by;
    stopCause = cause;
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

  @Override
  public void onState(RunState state, String text) {
    isCuttingOver = state == RunState.CUTTING_OVER;
    times.onState(state);
    book.move(id, state, text);
  }

  private void onStandstill(String why) {
    times.onStandstill(!why.isEmpty());
    if (why.isEmpty()) {
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
    journal.onStatement(id, threadId);
  }

  @Override
  public void onCopied(ByteSize copied) {
    this.copied = copied;
  }
}
