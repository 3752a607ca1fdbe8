package dev.lowtide.app;

import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.mysql.TargetRights;
import java.net.InetSocketAddress;
import java.util.List;

/** What must be so of the target before anything is started. */
final class TargetChecks {

  private TargetChecks() {}

  /**
   * Refuses a target that cannot be worked with.
   *
   * @throws ConfigException naming what is in the way
   */
  static void require(Target target, Settings settings) throws ConfigException {
    target.checkReachable();
    requireRights(target, settings.target().user());
    requireSameServer(target, settings.target(), settings.proxy().backend());
  }

  private static void requireRights(Target target, String user) throws ConfigException {
    List<String> missing = TargetRights.missing(target);
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "target.user: '"
              + user
              + "' lacks "
              + String.join(", ", missing)
              + " (expected: "
              + TargetRights.grantStatements(user)
              + ")");
    }
  }

  /** Sessions are known by the ids of their server; those of two servers would be mixed up. */
  private static void requireSameServer(
      Target target, TargetConfig config, InetSocketAddress backend) throws ConfigException {
    if (config.host().equals(backend.getHostString()) && config.port() == backend.getPort()) {
      return;
    }
    try (Target behindProxy = new Target(config.at(backend.getHostString(), backend.getPort()))) {
      if (!behindProxy.serverId().equals(target.serverId())) {
        throw new ConfigException(
            "target.address: '"
                + config.host()
                + ":"
                + config.port()
                + "' is another server than proxy.backend (expected: another way to the same)");
      }
    }
  }
}
