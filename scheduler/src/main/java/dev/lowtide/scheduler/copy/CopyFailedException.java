package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.shrink.AbortReason;

/**
 * A piece of work on a copy that the server did not do. Nothing of it is there, or all of it: never
 * a part. An error is only ever an error: it does not mean that there are no more rows.
 */
public final class CopyFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What helps. */
  public enum Remedy {
    /** The same once more, in a new session: a lock was not had in time, or a link broke. */
    AGAIN,
    /** Somebody must do something first: give room, or a right. */
    LATER,
    /** The original is not what it was: to begin anew. */
    ANEW,
    /** Nothing: the rows cannot be copied as they are. */
    NONE
  }

  private final Remedy remedy;

  public CopyFailedException(Remedy remedy, String text, Throwable cause) {
    super(text, cause);
    this.remedy = remedy;
  }

  public CopyFailedException(Remedy remedy, String text) {
    super(text);
    this.remedy = remedy;
  }

  public Remedy remedy() {
    return remedy;
  }

  /** The same for whoever runs the copy. */
  CopyStoppedException stopped() {
    CopyStoppedException.Fate fate =
        switch (remedy) {
          case AGAIN, LATER -> CopyStoppedException.Fate.RESUMABLE;
          case ANEW -> CopyStoppedException.Fate.LOST;
          case NONE -> CopyStoppedException.Fate.REFUSED;
        };
    CopyStoppedException stopped =
        new CopyStoppedException(fate, AbortReason.SERVER_REFUSED, String.valueOf(getMessage()));
    stopped.initCause(this);
    return stopped;
  }
}
