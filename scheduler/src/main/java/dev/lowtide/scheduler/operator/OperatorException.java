package dev.lowtide.scheduler.operator;

/** A question that cannot be answered or a decision that cannot be made, and why. */
public class OperatorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of no it is. */
  public enum Kind {
    /** There is nothing of that name or number. */
    NOT_FOUND,
    /** It cannot be done, whoever asks. */
    REFUSED,
    /** This person may not decide this. */
    NOT_ALLOWED,
    /** It is no longer what whoever decides saw. */
    CHANGED,
    /** There is more of it already than there may be. */
    TOO_MANY,
    /** The target or the store cannot be reached. */
    UNAVAILABLE
  }

  private final Kind kind;

  public OperatorException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public OperatorException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public final Kind kind() {
    return kind;
  }
}
