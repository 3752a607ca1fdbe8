package dev.lowtide.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Guards before consoles of different addresses. */
final class Guards {

  static final String LOCAL_TOKEN = "local-token";

  private Guards() {}

  /** Listens on loopback; the public URL is null without TLS. */
  static Guard guard(FakePeople people, BrowserSessions sessions, @Nullable String publicUrl) {
    return guard("127.0.0.1", people, sessions, publicUrl);
  }

  static Guard guard(
      String listen, FakePeople people, BrowserSessions sessions, @Nullable String publicUrl) {
    return new Guard(config(listen, publicUrl), people, sessions);
  }

  static ConsoleConfig config(String listen, @Nullable String publicUrl) {
    try {
      return new ConsoleConfig(
          new InetSocketAddress(InetAddress.getByName(listen), 8080),
          publicUrl == null ? null : URI.create(publicUrl),
          false,
          LOCAL_TOKEN,
          "1.0");
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(listen, e);
    }
  }
}
