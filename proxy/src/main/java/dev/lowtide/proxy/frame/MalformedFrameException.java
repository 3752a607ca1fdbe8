package dev.lowtide.proxy.frame;

/** A compressed frame is not what its header or its algorithm says. */
public final class MalformedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    // Peers can cause these at will: no stack trace.
    super(message, null, false, false);
  }
}
