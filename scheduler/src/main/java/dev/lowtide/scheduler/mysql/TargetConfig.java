package dev.lowtide.scheduler.mysql;

/**
 * Where the target is and whom we are there.
 *
 * @param connections at most, for asking; a run opens six more
 */
public record TargetConfig(String host, int port, String user, String password, int connections) {

  /** Probes, the catalog and the console, each at the same time. */
  public static final int CONNECTIONS = 4;

  /** The same account at another address. */
  public TargetConfig at(String otherHost, int otherPort) {
    return new TargetConfig(otherHost, otherPort, user, password, connections);
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
