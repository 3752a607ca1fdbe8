package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** What a run that nobody ended has left on the server. */
public interface CrashTraces {

  /** Looks for traces of the plan's statement, sent by this session if it was sent. */
  Traces look(ShrinkPlan plan, long threadId);

  /** Ends that statement, if it is still at work. */
  void kill(long threadId);

  /**
   * What was found.
   *
   * @param isRunning the statement is still at work, in that session
   * @param spaceIds of the table's files now; empty if there is no such table
   * @param leftovers bytes in files of half-built tables of that session
   */
  record Traces(boolean isRunning, List<Long> spaceIds, long leftovers) {}
}
