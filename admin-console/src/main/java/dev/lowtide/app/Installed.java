package dev.lowtide.app;

import dev.lowtide.console.Installation;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreException;
import dev.lowtide.scheduler.journal.StoreUrl;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.OperatorException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What runs here, as its configuration and the target say. Safe for any thread. */
final class Installed implements Installation {

  private final LiveConfig live;
  private final Settings settings;
  private final Target target;
  private final Store store;
  private final RecentLog log;

  Installed(LiveConfig live, Settings settings, Target target, Store store, RecentLog log) {
    this.store = store;
    this.live = live;
    this.settings = settings;
    this.target = target;
    this.log = log;
  }

  @Override
  public Map<String, String> settings() {
    return GivenSettings.of(live.current());
  }

  @Override
  public List<Policy> policies() {
    return Policies.of(settings.scheduler());
  }

  @Override
  public List<String> log() {
    return log.lines();
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("Target", target()));
    parts.add(new Part("Proxy", proxy()));
    settings
        .scheduler()
        .copy()
        .replicas()
        .forEach(replica -> parts.add(new Part("Replica", Map.of("address", replica.toString()))));
    parts.add(new Part("Store", store()));
    return parts;
  }

  private Map<String, String> target() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("address", settings.target().host() + ":" + settings.target().port());
    facts.put("account", settings.target().user());
    facts.put("version", version());
    return facts;
  }

  private String version() {
    try {
      return target.serverVersion();
    } catch (TargetException e) {
      return "cannot be asked: " + e.getMessage();
    }
  }

  private Map<String, String> store() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("url", StoreUrl.shown(settings.store().url()));
    facts.put("kind", store.kind().name().toLowerCase(Locale.ROOT));
    facts.put("schema version", schemaVersion());
    return facts;
  }

  private String schemaVersion() {
    try {
      return store.schemaVersion();
    } catch (StoreException | OperatorException e) {
      return "cannot be asked: " + e.getMessage();
    }
  }

  private Map<String, String> proxy() {
    Map<String, String> facts = new LinkedHashMap<>();
    InetSocketAddress listen = settings.proxy().listen();
    facts.put("listens on", listen.getHostString() + ":" + listen.getPort());
    facts.put("leads to", live.proxy().backend().toString());
    facts.put("TLS of clients", TlsConfig.name(live.proxy().tls().clients()));
    facts.put("TLS to the server", TlsConfig.name(live.proxy().tls().backend()));
    facts.put("sessions at most", String.valueOf(live.proxy().sessionsMax()));
    return facts;
  }
}
