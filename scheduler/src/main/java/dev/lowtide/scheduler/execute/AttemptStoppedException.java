package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.AbortReason;

/** Unwinds an attempt that is to be given up. */
final class AttemptStoppedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final AbortReason reason;

  AttemptStoppedException(AbortReason reason, String text) {
    super(text, null, false, false);
    this.reason = reason;
  }

  AbortReason reason() {
    return reason;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
