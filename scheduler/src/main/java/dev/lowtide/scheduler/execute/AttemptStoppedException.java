package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.AbortReason;

/** Unwinds an attempt that is to be given up; whoever began something takes it back. */
public final class AttemptStoppedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final AbortReason reason;

  public AttemptStoppedException(AbortReason reason, String text) {
    super(text, null, false, false);
    this.reason = reason;
  }

  public AbortReason reason() {
    return reason;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
