package dev.lowtide.it.harness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that somebody else started and will stop. */
record RunningServer(String host, int port, String user, String password) implements TestServer {

  private static final Pattern TEXT = Pattern.compile("([^:]+):(\\d{1,5}):([^:]+):(.*)");

  /** Reads {@code host:port:user:password}; the password may be empty and may contain colons. */
  static RunningServer parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          TestServers.RUNNING + ": '" + text + "' (expected: host:port:user:password)");
    }
    return new RunningServer(
        parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3), parts.group(4));
  }

  @Override
  public void close() {}
}
