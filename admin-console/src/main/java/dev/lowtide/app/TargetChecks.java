package dev.lowtide.app;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.relay.BackendAddress.Tcp;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.mysql.TargetRights;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
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
    if (!isSameServer(target, settings.target(), settings.proxy())) {
      throw new ConfigException(
          "target.address: '"
              + settings.target().host()
              + ":"
              + settings.target().port()
              + "' is another server than proxy.backend (expected: another way to the same)");
    }
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

  /**
   * Whether the proxy leads to the target. Sessions are known by the ids of their server; those of
   * two servers would be mixed up.
   */
  static boolean isSameServer(Target target, TargetConfig config, ProxyConfig proxy)
      throws ConfigException {
    if (!(proxy.backend() instanceof Tcp tcp)) {
      return isSameServerThroughProxy(target, config, proxy);
    }
    return (config.host().equals(tcp.host()) && config.port() == tcp.port())
        || isSameServer(target, config.at(tcp.host(), tcp.port()));
  }

  private static boolean isSameServer(Target target, TargetConfig otherWay) {
    try (Target behindProxy = new Target(otherWay)) {
      return behindProxy.serverId().equals(target.serverId());
    }
  }

  /** Nobody but a proxy can ask over a Unix socket, so one is put before it for this question. */
  private static boolean isSameServerThroughProxy(
      Target target, TargetConfig config, ProxyConfig proxy) throws ConfigException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    NanoClock clock = System::nanoTime;
    try (ProxyServer way =
        ProxyServer.start(
            proxy.privately(anyPort),
            new ActivityFeed(ActivityFeed.DEFAULT_CAPACITY, clock),
            new HoldDesk(clock),
            new MetricRegistry(),
            Clock.systemUTC(),
            clock)) {
      return isSameServer(
          target, config.at(way.address().getHostString(), way.address().getPort()));
    } catch (IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }
}
