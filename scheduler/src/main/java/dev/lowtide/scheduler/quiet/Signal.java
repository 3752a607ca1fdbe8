package dev.lowtide.scheduler.quiet;

/** What can speak against quiet. */
public enum Signal {
  SIGHT("sight"),
  STATEMENTS_PER_SECOND("statements per second"),
  COMMANDS_IN_FLIGHT("commands in flight"),
  SLOW_STATEMENTS("95 of 100 statements took"),
  OPAQUE_SESSION("sessions that cannot be followed"),
  THREADS_RUNNING("threads running on the server"),
  /** Who waits for us in a transaction adds to them. */
  OPEN_TRANSACTIONS("open transactions", true),
  LONG_TRANSACTION("oldest transaction on the server"),
  PREPARED_XA("prepared XA transactions"),
  BACKUP_LOCK("locks on the whole server"),
  REPLICA_LAG("behind its source"),
  /** Whoever reads the old table to compare it keeps purge from what is written meanwhile. */
  HISTORY_LENGTH("history list length", true),
  /** Copying a table of some size fills any redo log as far as the server lets it. */
  CHECKPOINT_AGE("checkpoint age, of the redo log", true),
  QUIET_FOR("quiet so far", true),
  TABLE_IN_USE("sessions that use the table"),
  TABLE_LOCKED("locks on the table"),
  TABLE_WRITTEN("last write to the table"),
  OLDER_READ_VIEW("read views");

  private final String text;
  private final boolean isOnlyAgainstBeginning;

  Signal(String text) {
    this(text, false);
  }

  Signal(String text, boolean isOnlyAgainstBeginning) {
    this.text = text;
    this.isOnlyAgainstBeginning = isOnlyAgainstBeginning;
  }

  /** Whether a run that is at work brings it about itself, and goes on nevertheless. */
  boolean isOnlyAgainstBeginning() {
    return isOnlyAgainstBeginning;
  }

  @Override
  public String toString() {
    return text;
  }
}
