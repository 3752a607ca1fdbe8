package dev.lowtide.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** An address as people write it: {@code 127.0.0.1:3306}, {@code db.example.com:3306}. */
public record HostPort(String host, int port) {

  @JsonCreator
  public static HostPort parse(String text) {
    return parse(text, "HOST:PORT");
  }

  /** For where something else may stand in its place. */
  static HostPort parse(String text, String expected) {
    int colon = text.lastIndexOf(':');
    String host = colon < 1 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
    int port = colon < 1 ? -1 : port(text.substring(colon + 1));
    if (host.isEmpty() || port < 0) {
      throw new IllegalArgumentException("'" + text + "' (expected: " + expected + ")");
    }
    return new HostPort(host, port);
  }

  InetSocketAddress resolve(String setting) throws ConfigException {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new ConfigException(
          setting + ": '" + host + "' (expected: a host that has an address)");
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 65535 ? -1 : port;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
