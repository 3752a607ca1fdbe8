package dev.lowtide.it.harness;

/** A server that somebody else started and will stop. */
record RunningServer(String host, int port, String user, String password) implements TestServer {

  /** Reads {@code host:port:user:password}; the password may be empty and may contain colons. */
  static RunningServer parse(String text) {
    String[] parts = text.split(":", 4);
    if (parts.length < 4) {
      throw new IllegalArgumentException(
          TestServers.VARIABLE + ": '" + text + "' (expected: host:port:user:password)");
    }
    return new RunningServer(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]);
  }

  @Override
  public void close() {}
}
