package dev.lowtide.app;

import static dev.lowtide.app.Limits.orDefault;
import static dev.lowtide.app.Limits.within;

import dev.lowtide.console.ConsoleConfig;
import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.scheduler.LoadRetention;
import dev.lowtide.scheduler.SchedulerConfig;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.webhook.Webhook;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration with every default filled in and every value checked. */
record Settings(
    ProxyConfig proxy,
    Duration drainFor,
    TargetConfig target,
    InetSocketAddress consoleListen,
    @Nullable URI consolePublicUrl,
    StoreConfig store,
    SchedulerConfig scheduler,
    LoadRetention load,
    List<Webhook> webhooks,
    Path stateDirectory) {

  private static final String PROXY_LISTEN = "127.0.0.1:3307";
  private static final String CONSOLE_LISTEN = "127.0.0.1:8080";
  private static final int SESSIONS_MAX = 4096;

  /** Where copies grow, and what is kept of them: ours alone. */
  private static final List<String> CLOSED_SCHEMAS =
      List.of(CopyTable.REGISTRY, CopyTable.SHADOWS, CopyTable.OLD);

  static Settings of(AppConfig config, Map<String, String> environment) throws ConfigException {
    try {
      return read(config, environment);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static Settings read(AppConfig config, Map<String, String> environment)
      throws ConfigException {
    Path state = stateDirectory(config.state(), environment);
    AppConfig.Console console = config.console();
    String publicUrl = console == null ? null : console.publicUrl();
    InetSocketAddress consoleListen =
        address("console.listen", console == null ? null : console.listen(), CONSOLE_LISTEN);
    URI url = publicUrl == null ? null : url(publicUrl);
    ConsoleConfig.requireSafe(consoleListen, url);
    AppConfig.Proxy proxy = required("proxy", config.proxy());
    return new Settings(
        proxy(proxy, state),
        within("proxy.drainFor", proxy.drainFor(), Duration.ofSeconds(10), "0s", "1h"),
        target(required("target", config.target()), proxy),
        consoleListen,
        url,
        StoreSettings.of(config.store()),
        scheduler(config),
        LoadSettings.of(config.load()),
        WebhookSettings.of(config.webhooks()),
        state);
  }

  private static ProxyConfig proxy(AppConfig.Proxy proxy, Path state) throws ConfigException {
    return new ProxyConfig(
        address("proxy.listen", proxy.listen(), PROXY_LISTEN),
        required("proxy.backend", proxy.backend()),
        ProxyProtocolSettings.networks("proxy.clientNetworks", proxy.clientNetworks()),
        ProxyProtocolSettings.of(proxy.proxyProtocol()),
        within("proxy.sessionsMax", orDefault(proxy.sessionsMax(), SESSIONS_MAX), 1, 100_000),
        within("proxy.dialTimeout", proxy.dialTimeout(), Duration.ofSeconds(5), "100ms", "60s"),
        within("proxy.loginTimeout", proxy.loginTimeout(), Duration.ofSeconds(30), "1s", "10m"),
        TlsSettings.of(proxy.tls()),
        state,
        within(
            "proxy.eventLoops",
            orDefault(proxy.eventLoops(), Runtime.getRuntime().availableProcessors()),
            1,
            256),
        CLOSED_SCHEMAS);
  }

  private static TargetConfig target(AppConfig.Target target, AppConfig.Proxy proxy)
      throws ConfigException {
    HostPort address =
        target.address() == null
            ? Backend.hostPort(required("proxy.backend", proxy.backend()))
            : reachable("target.address", target.address());
    return new TargetConfig(
        address.host(),
        address.port(),
        notEmpty("target.user", required("target.user", target.user())),
        Passwords.required("target", target.password(), target.passwordFile()),
        TargetConfig.CONNECTIONS,
        dataDirectory(target.dataDirectory()));
  }

  /** Whether it is this server's is seen when its files are looked for; that it is there, now. */
  private static @Nullable Path dataDirectory(@Nullable String given) throws ConfigException {
    if (given == null) {
      return null;
    }
    Path directory = Path.of(given);
    if (!directory.isAbsolute() || !Files.isReadable(directory) || !Files.isDirectory(directory)) {
      throw new ConfigException(
          "target.dataDirectory: '"
              + given
              + "' (expected: the absolute path of a directory that can be read)");
    }
    return directory;
  }

  private static SchedulerConfig scheduler(AppConfig config) throws ConfigException {
    AppConfig.Shrink shrink =
        config.shrink() == null ? new AppConfig.Shrink(null, null, null, null) : config.shrink();
    Duration clientWaitMax =
        within(
            "shrink.clientWaitMax", shrink.clientWaitMax(), Duration.ofMillis(500), "50ms", "5s");
    return new SchedulerConfig(
        QuietSettings.of(config.quiet(), clientWaitMax),
        candidates(config.candidates()),
        ApprovalSettings.of(config.approval()),
        clientWaitMax,
        within(
            "shrink.holdDeadline",
            shrink.holdDeadline(),
            HoldRequest.DEFAULT_DEADLINE,
            "100ms",
            Durations.format(HoldRequest.DEADLINE_MAX)),
        within("shrink.attemptsMax", orDefault(shrink.attemptsMax(), 10), 1, 1000),
        within("shrink.retryAfter", shrink.retryAfter(), Duration.ofSeconds(30), "1s", "24h"),
        CopySettings.of(config.copy(), config.target() == null ? null : config.target().replicas()),
        CopySettings.limits(config.copy()));
  }

  private static CandidatePolicy candidates(AppConfig.@Nullable Candidates candidates)
      throws ConfigException {
    CandidatePolicy policy = CandidatePolicy.DEFAULT;
    if (candidates == null) {
      return policy;
    }
    return new CandidatePolicy(
        within(
            "candidates.fileSizeMin",
            orDefault(candidates.fileSizeMin(), policy.fileSizeMin()),
            ByteSize.ZERO,
            ByteSize.parse("1024TiB"),
            String::valueOf),
        within(
            "candidates.percentMin",
            orDefault(candidates.percentMin(), policy.percentMin()),
            1,
            99),
        within(
            "candidates.tablesMax", orDefault(candidates.tablesMax(), policy.tablesMax()), 1, 1000),
        within(
            "candidates.paybackMin", candidates.paybackMin(), policy.paybackMin(), "0s", "3650d"),
        within(
            "candidates.measureEvery",
            candidates.measureEvery(),
            policy.measureEvery(),
            "10m",
            "30d"),
        within(
            "candidates.historyFor", candidates.historyFor(), policy.historyFor(), "7d", "3650d"));
  }

  private static Path stateDirectory(
      AppConfig.@Nullable State state, Map<String, String> environment) {
    if (state != null && state.directory() != null) {
      return Path.of(state.directory());
    }
    return CliToken.home(environment);
  }

  private static InetSocketAddress address(
      String setting, @Nullable HostPort given, String otherwise) throws ConfigException {
    return (given == null ? HostPort.parse(otherwise) : given).resolve(setting);
  }

  /** Port 0 is any free one, which is good for listening only. */
  private static HostPort reachable(String setting, HostPort address) throws ConfigException {
    if (address.port() == 0) {
      throw new ConfigException(setting + ": '" + address + "' (expected: a port from 1 to 65535)");
    }
    return address;
  }

  private static URI url(String text) throws ConfigException {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && "https".equals(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new ConfigException("console.publicUrl: '" + text + "' (expected: https://HOST)");
  }

  private static String notEmpty(String setting, String text) throws ConfigException {
    if (text.isBlank()) {
      throw new ConfigException(setting + ": '" + text + "' (expected: a name)");
    }
    return text;
  }

  private static <T> T required(String setting, @Nullable T given) throws ConfigException {
    if (given == null) {
      throw new ConfigException(setting + ": missing (expected: a value)");
    }
    return given;
  }
}
