package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunState;

/** Where an attempt writes down what it does, before it does it. */
public interface RunLog {

  void onState(RunState state, String text);

  /** A line of its history that moves it nowhere. */
  void onNote(String text);

  /** Where a shadow copy tells how it goes. */
  CopyProgress copy();

  /** The session that is going to send the statement; needed to find it again after a crash. */
  void onStatement(long threadId);

  void onCopied(ByteSize copied);
}
