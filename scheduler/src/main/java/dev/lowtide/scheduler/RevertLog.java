package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.execute.RunLog;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunState;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Where a return to an old table is written down. Its run is over and stays what it is: so states
 * become lines of its history. Confined to the thread that does it.
 */
final class RevertLog implements RunLog {

  private final CopyProgress progress;
  private final Consumer<String> notes;
  private final LongConsumer threads;

  /**
   * @param threads told which session is going to send the statement
   */
  RevertLog(CopyProgress progress, Consumer<String> notes, LongConsumer threads) {
    this.progress = progress;
    this.notes = notes;
    this.threads = threads;
  }

  /** Only why it was not done this time: what it does is plain without. */
  @Override
  public void onState(RunState state, String text) {
    if (state == RunState.RUNNING) {
      onNote(text);
    }
  }

  @Override
  public void onNote(String text) {
    notes.accept("revert: " + text);
  }

  @Override
  public CopyProgress copy() {
    return progress;
  }

  @Override
  public void onStatement(long threadId) {
    threads.accept(threadId);
  }

  @Override
  public void onCopied(ByteSize copied) {}
}
