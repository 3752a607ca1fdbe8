package dev.lowtide.proxy.relay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the server is: at a host and a port, or at a socket in this machine's file system. */
public sealed interface BackendAddress {

  /**
   * Whether nobody but the two ends can read what goes over it, encrypted or not. The server takes
   * a password in clear over such a connection.
   */
  boolean isSecret();

  /** A name is looked up anew for each session. */
  record Tcp(String host, int port) implements BackendAddress {

    public Tcp {
      if (host.isEmpty() || port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "'" + host + ":" + port + "' (expected: a host, and a port from 1 to 65535)");
      }
    }

    /** The way to it passes other machines, or might. */
    @Override
    public boolean isSecret() {
      return false;
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** The server's {@code socket} variable. */
  record UnixSocket(Path path) implements BackendAddress {

    /** What a path begins with where either kind may stand. */
    public static final String PREFIX = "unix:";

    /** {@code sun_path} has 108 bytes, and the last of them is 0. */
    private static final int PATH_BYTES_MAX = 107;

    public UnixSocket {
      int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
      if (!path.isAbsolute() || bytes > PATH_BYTES_MAX) {
        throw new IllegalArgumentException(
            "'"
                + PREFIX
                + path
                + "' (expected: an absolute path of at most "
                + PATH_BYTES_MAX
                + " bytes)");
      }
    }

    @Override
    public boolean isSecret() {
      return true;
    }

    @Override
    public String toString() {
      return PREFIX + path;
    }
  }
}
