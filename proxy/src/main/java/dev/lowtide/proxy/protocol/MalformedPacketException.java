package dev.lowtide.proxy.protocol;

/** A payload is not what its place in the conversation says it must be. */
public final class MalformedPacketException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedPacketException(String message) {
    // Peers can cause these at will: no stack trace.
    super(message, null, false, false);
  }
}
