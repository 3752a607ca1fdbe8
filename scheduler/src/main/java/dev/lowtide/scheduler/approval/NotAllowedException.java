package dev.lowtide.scheduler.approval;

/** A decision that this person, or anybody in this state, may not make. */
public final class NotAllowedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotAllowedException(String message) {
    super(message);
  }
}
