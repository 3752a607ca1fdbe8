package dev.lowtide.scheduler.load;

/** The server could not be asked; whoever depends on the answer is blind. */
public final class ProbeFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ProbeFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
