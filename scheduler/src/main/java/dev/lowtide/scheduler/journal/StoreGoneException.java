package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.OperatorException;

/** The store does not answer at this moment: what was asked may be asked again. */
public final class StoreGoneException extends OperatorException {

  private static final long serialVersionUID = 1L;

  public StoreGoneException(String why, Throwable cause) {
    super(Kind.UNAVAILABLE, "the store cannot be used at this moment: " + why, cause);
  }

  public StoreGoneException(String why) {
    super(Kind.UNAVAILABLE, "the store cannot be used at this moment: " + why);
  }
}
