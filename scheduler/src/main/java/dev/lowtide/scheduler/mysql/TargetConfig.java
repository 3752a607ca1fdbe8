package dev.lowtide.scheduler.mysql;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the target is and whom we are there.
 *
 * @param connections at most, for asking; a run opens six more
 * @param dataDirectory where its data directory can be read from here; null for where it says
 */
public record TargetConfig(
    String host,
    int port,
    String user,
    String password,
    int connections,
    @Nullable Path dataDirectory) {

  /** Probes, the catalog and the console, each at the same time. */
  public static final int CONNECTIONS = 4;

  /** Whose files are where the server says that they are, if it runs on this machine. */
  public TargetConfig(String host, int port, String user, String password, int connections) {
    this(host, port, user, password, connections, null);
  }

  /** The same account at another address. */
  public TargetConfig at(String otherHost, int otherPort) {
    return new TargetConfig(otherHost, otherPort, user, password, connections, dataDirectory);
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
