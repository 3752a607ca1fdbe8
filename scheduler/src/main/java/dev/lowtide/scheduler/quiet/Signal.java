package dev.lowtide.scheduler.quiet;

/** What speaks against quiet. */
public enum Signal {
  STATEMENTS_PER_SECOND("statements per second"),
  COMMANDS_IN_FLIGHT("commands in flight"),
  THREADS_RUNNING("threads running on the server"),
  LONG_TRANSACTION("oldest transaction on the server"),
  PREPARED_XA("prepared XA transactions"),
  OPAQUE_SESSION("sessions that cannot be followed"),
  QUIET_FOR("quiet so far"),
  TABLE_WRITTEN("last write to the table"),
  TABLE_IN_USE("sessions that use the table"),
  TABLE_LOCKED("locks on the table");

  private final String text;

  Signal(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
