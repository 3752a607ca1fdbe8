package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import java.util.List;
import java.util.regex.Pattern;

/** A server on this machine that runs already. */
record GivenServer(int port, String user, String password) implements TestServer {

  private static final Pattern COLON = Pattern.compile(":");

  /** Reads {@code port:user:password}; the password may be empty. */
  static GivenServer parse(String text) {
    List<String> parts = COLON.splitAsStream(text).toList();
    if (parts.size() < 2 || parts.size() > 3) {
      throw new IllegalArgumentException("'" + text + "' (expected: port:user:password)");
    }
    String password = parts.size() == 3 ? parts.get(2) : "";
    return new GivenServer(Integer.parseInt(parts.get(0)), parts.get(1), password);
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public void close() {}
}
