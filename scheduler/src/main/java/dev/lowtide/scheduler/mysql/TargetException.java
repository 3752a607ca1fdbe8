package dev.lowtide.scheduler.mysql;

/** The target refused or failed at something we asked of it. */
public final class TargetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TargetException(String message, Throwable cause) {
    super(message, cause);
  }

  public TargetException(String message) {
    super(message);
  }
}
