package dev.lowtide.app;

import dev.lowtide.console.Configuration;
import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that is in force. Reading the file again changes what can change while sessions
 * go on; a file that cannot be used changes nothing. Safe for any thread.
 */
final class LiveConfig implements Configuration {

  /** These, and what is in their sections, are in force for sessions that begin from then on. */
  private static final Set<String> LIVE =
      Set.of(
          "proxy.backend",
          "proxy.clientNetworks",
          "proxy.sessionsMax",
          "proxy.dialTimeout",
          "proxy.loginTimeout",
          "proxy.drainFor",
          "proxy.proxyProtocol",
          "proxy.tls",
          "log.level");

  private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);

  private final Path file;
  private final Map<String, String> environment;
  private final AppConfig started;
  private final Settings startedSettings;
  private final LateProxy proxy;
  private final Target target;

  private AppConfig current;
  private volatile ProxyConfig currentProxy;
  private volatile Duration drainFor;

  LiveConfig(
      Path file,
      Map<String, String> environment,
      AppConfig started,
      Settings settings,
      LateProxy proxy,
      Target target) {
    this.file = file;
    this.environment = environment;
    this.started = started;
    this.startedSettings = settings;
    this.proxy = proxy;
    this.target = target;
    this.current = started;
    this.currentProxy = settings.proxy();
    this.drainFor = settings.drainFor();
  }

  /** What is in force now. */
  synchronized AppConfig current() {
    return current;
  }

  /** The same of the proxy, with all defaults. */
  ProxyConfig proxy() {
    return currentProxy;
  }

  Duration drainFor() {
    return drainFor;
  }

  @Override
  public Reloaded reload() {
    try {
      Reloaded reloaded = apply(ConfigReader.read(file));
      log.info("configuration read again; {}", reloaded.text());
      return reloaded;
    } catch (ConfigException | IOException e) {
      log.warn("configuration read again; nothing has changed: {}", e.getMessage());
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized Reloaded apply(AppConfig next) throws ConfigException, IOException {
    Settings settings = Settings.of(next, environment);
    ProxyConfig nextProxy = changedProxy(settings.proxy());
    boolean isTarget = leadsToTarget(nextProxy);
    ProxyServer server = proxy.server();
    server.apply(nextProxy);

    // Nothing below can fail.
    Reloaded reloaded = compare(next, settings, isTarget);
    proxy.setLeadingToTarget(isTarget);
    LogSetup.setLevel(next.log());
    drainFor = settings.drainFor();
    currentProxy = nextProxy;
    current = next;
    return reloaded;
  }

  private ProxyConfig changedProxy(ProxyConfig next) throws ConfigException {
    try {
      return currentProxy.changedTo(next);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Clients may be led to another server while the target stays what it is. A target that does not
   * answer counts as another one: clients are often led away from a server because it is gone.
   */
  private boolean leadsToTarget(ProxyConfig next) throws ConfigException {
    if (next.backend().equals(currentProxy.backend())) {
      return proxy.isLeadingToTarget();
    }
    Backend.requireReachable(next.backend(), next.dialTimeout());
    try {
      return TargetChecks.isSameServer(target, startedSettings.target(), next);
    } catch (TargetException e) {
      log.warn("whether proxy.backend is the target cannot be seen: {}", e.getMessage());
      return false;
    }
  }

  private Reloaded compare(AppConfig next, Settings settings, boolean isTarget) {
    List<String> changed =
        ConfigDifference.of(current, next).stream().filter(LiveConfig::isLive).toList();
    List<String> needsRestart =
        new ArrayList<>(
            ConfigDifference.of(started, next).stream().filter(name -> !isLive(name)).toList());
    if (!isTarget) {
      needsRestart.add("target.address (proxy.backend is another server; nothing is planned)");
    }
    boolean isSamePassword =
        settings.target().password().equals(startedSettings.target().password());
    if (!isSamePassword && needsRestart.stream().noneMatch(name -> name.startsWith("target."))) {
      needsRestart.add("target.passwordFile");
    }
    return new Reloaded(changed, needsRestart);
  }

  private static boolean isLive(String setting) {
    return LIVE.contains(setting) || LIVE.contains(setting.replaceFirst("\\.[^.]*$", ""));
  }
}
