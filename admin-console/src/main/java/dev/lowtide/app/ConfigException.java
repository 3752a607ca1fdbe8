package dev.lowtide.app;

/**
 * The configuration cannot be used. The message is one line that says where, what, and what else.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
