package dev.lowtide.proxy.activity;

/** Nobody can tell the sessions of this moment; the message says why. */
public final class SessionsUnknownException extends Exception {

  private static final long serialVersionUID = 1;

  public SessionsUnknownException(String why) {
    super(why);
  }
}
