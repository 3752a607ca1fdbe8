package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.shrink.AbortReason;

/** Unwinds an attempt that is to be given up; whoever began something takes it back. */
final class Stop extends Exception {

  private static final long serialVersionUID = 1L;

  private final AbortReason reason;

  Stop(AbortReason reason, String text) {
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
