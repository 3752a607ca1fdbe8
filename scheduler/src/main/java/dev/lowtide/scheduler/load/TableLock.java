package dev.lowtide.scheduler.load;

import java.time.Duration;

/**
 * Somebody's metadata lock on a table.
 *
 * @param threadId 0 if no session is left: a prepared XA transaction keeps its locks
 * @param type as performance_schema.metadata_locks has it, such as SHARED_READ
 * @param isPending it is awaited, not held
 * @param waited how long the session has been in its present state; of interest while it awaits
 */
public record TableLock(
    long threadId, String account, String type, boolean isPending, Duration waited) {

  @Override
  public String toString() {
    return (threadId == 0
            ? "a prepared XA transaction without a session "
            : "session " + threadId + " (" + account + ") ")
        + (isPending ? "awaits " : "holds ")
        + type;
  }
}
