package dev.lowtide.scheduler.load;

/**
 * A lock on the server as a whole that no definition of a table can be changed under.
 *
 * @param statement that takes such a lock, such as LOCK INSTANCE FOR BACKUP
 * @param isPending it is awaited, not held
 */
public record BackupLock(long threadId, String account, String statement, boolean isPending) {

  @Override
  public String toString() {
    return "session "
        + threadId
        + " ("
        + account
        + ") "
        + (isPending ? "awaits " : "holds ")
        + statement;
  }
}
