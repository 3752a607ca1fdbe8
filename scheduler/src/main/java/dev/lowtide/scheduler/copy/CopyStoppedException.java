package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.shrink.AbortReason;

/** Unwinds work on a copy that cannot go on as it is. */
public final class CopyStoppedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What becomes of the copy. */
  public enum Fate {
    /** It stays as it is, and goes on from there another time. */
    RESUMABLE,
    /** It can never be right any more and is removed; the run may begin anew. */
    LOST,
    /** It cannot be made: the run is over. */
    REFUSED
  }

  private final Fate fate;
  private final AbortReason reason;

  public CopyStoppedException(Fate fate, AbortReason reason, String text) {
    super(text);
    this.fate = fate;
    this.reason = reason;
  }

  public Fate fate() {
    return fate;
  }

  public AbortReason reason() {
    return reason;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
