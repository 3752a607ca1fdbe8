package dev.lowtide.app;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jvm.GarbageCollectorMetricSet;
import com.codahale.metrics.jvm.MemoryUsageGaugeSet;
import com.codahale.metrics.jvm.ThreadStatesGaugeSet;
import dev.lowtide.console.ConsoleConfig;
import dev.lowtide.console.ConsoleServer;
import dev.lowtide.console.Secrets;
import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.sql.BodyReader;
import dev.lowtide.scheduler.RelayedBytes;
import dev.lowtide.scheduler.SchedulerParts;
import dev.lowtide.scheduler.ShrinkScheduler;
import dev.lowtide.scheduler.journal.AnswerStore;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.PeopleStore;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreException;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Lowtide: store, target, console, scheduler and proxy, begun in this order, so that
 * clients are let in when all else is up. Ended from the console over the scheduler to the proxy,
 * so that a run gives up before sessions drain. If one cannot be begun, those before it are ended.
 */
public final class App implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(App.class);

  /** Whom the first one-time link is for. */
  private static final Person FIRST_PERSON = new Person("admin", Role.ADMINISTRATOR);

  private final Endings endings;
  private final ProxyServer proxy;
  private final ShrinkScheduler scheduler;
  private final LiveConfig live;
  private final People people;
  private final ConsoleConfig consoleConfig;
  private final ConsoleServer console;
  private final CliToken cliToken;

  private App(
      Endings endings,
      ProxyServer proxy,
      ShrinkScheduler scheduler,
      LiveConfig live,
      People people,
      ConsoleConfig consoleConfig,
      ConsoleServer console,
      CliToken cliToken) {
    this.endings = endings;
    this.proxy = proxy;
    this.scheduler = scheduler;
    this.live = live;
    this.people = people;
    this.consoleConfig = consoleConfig;
    this.console = console;
    this.cliToken = cliToken;
  }

  /**
   * Starts one as a configuration file says.
   *
   * @throws ConfigException if that cannot be done
   */
  public static App start(Path configFile) throws ConfigException, InterruptedException {
    return start(configFile, ConfigReader.read(configFile));
  }

  /** The same, with a clock of the console's own: who is signed in, and for how long, is by it. */
  public static App start(Path configFile, Clock consoleClock)
      throws ConfigException, InterruptedException {
    return start(configFile, ConfigReader.read(configFile), consoleClock);
  }

  /** Starts one as a file said that was read before, and may be read again. */
  static App start(Path configFile, AppConfig config) throws ConfigException, InterruptedException {
    return start(configFile, config, Clock.systemUTC());
  }

  private static App start(Path configFile, AppConfig config, Clock consoleClock)
      throws ConfigException, InterruptedException {
    Endings endings = new Endings();
    try {
      return start(configFile, config, consoleClock, endings);
    } catch (IOException | StoreException | TargetException e) {
      endings.close();
      throw new ConfigException(String.valueOf(e.getMessage()));
    } catch (ConfigException | RuntimeException | InterruptedException e) {
      endings.close();
      throw e;
    }
  }

  private static App start(Path configFile, AppConfig config, Clock consoleClock, Endings endings)
      throws ConfigException, IOException, InterruptedException {
    Settings settings = Settings.of(config, System.getenv());
    Clock clock = Clock.systemUTC();
    NanoClock nanoClock = System::nanoTime;
    MetricRegistry metrics = metrics();
    RecentLog recentLog = RecentLog.begin();
    endings.add(recentLog::end);
    StateDirectory.require(settings.stateDirectory());
    Backend.requireReachable(settings.proxy().backend(), settings.proxy().dialTimeout());
    Store store = Store.open(settings.store());
    endings.add(store::close);
    Journal journal = new Journal(store);
    StoreWatch storeWatch = new StoreWatch(store, nanoClock);
    endings.add(storeWatch::close);
    Target target = new Target(settings.target());
    endings.add(target::close);
    TargetChecks.require(target, settings);

    ActivityFeed feed = new ActivityFeed(ActivityFeed.DEFAULT_CAPACITY, nanoClock);
    HoldDesk holds = new HoldDesk(nanoClock);
    LateProxy lateProxy = new LateProxy();
    LiveConfig live =
        new LiveConfig(configFile, System.getenv(), config, settings, lateProxy, target);
    endings.add(lateProxy::close);
    endings.add(() -> lateProxy.drain(live.drainFor()));

    ShrinkScheduler scheduler =
        new ShrinkScheduler(
            new SchedulerParts(
                settings.scheduler(),
                target,
                settings.target(),
                journal,
                feed,
                lateProxy,
                lateProxy,
                holds,
                BodyReader::read,
                store.id(),
                settings.stateDirectory().resolve("spool"),
                settings.load(),
                new RelayedBytes(
                    metrics.counter("proxy.bytes.from.clients")::getCount,
                    metrics.counter("proxy.bytes.from.backend")::getCount),
                clock,
                nanoClock));
    endings.add(scheduler::close);
    LedgerGauges.register(metrics, scheduler, nanoClock);
    metrics.gauge("scheduler.seeing", () -> (Gauge<Integer>) () -> scheduler.isSeeing() ? 1 : 0);

    People people = new PeopleStore(store, clock);
    ConsoleConfig consoleConfig =
        new ConsoleConfig(
            settings.consoleListen(),
            settings.consolePublicUrl(),
            settings.scheduler().approval().isAutomatic(),
            Secrets.next(),
            Version.text());
    Dependencies dependencies = new Dependencies(storeWatch, scheduler, lateProxy);
    ConsoleServer console =
        ConsoleServer.start(
            consoleConfig,
            scheduler.operator(),
            scheduler.holding(),
            scheduler.loads(),
            scheduler.search(),
            scheduler.traces(),
            people,
            new AnswerStore(store, clock),
            dependencies,
            new Installed(live, settings, target, store, recentLog),
            live,
            metrics,
            consoleClock,
            LiveTicker.start(endings));
    endings.add(console::close);
    CliToken cliToken = written(console, consoleConfig, settings.stateDirectory());
    String consoleUrl = consoleConfig.origin("http://" + hostPort(console.address()));
    Webhooks webhooks = Webhooks.start(settings.webhooks(), journal.notices(), consoleUrl, clock);
    endings.add(webhooks::close);
    dependencies.add(webhooks::dependencies);

    // What the last process left behind is cleared up before a client can meet it.
    scheduler.start();
    ProxyServer proxy = proxy(settings, feed, holds, metrics, clock, nanoClock);
    lateProxy.onListening(proxy);
    return new App(endings, proxy, scheduler, live, people, consoleConfig, console, cliToken);
  }

  private static CliToken written(ConsoleServer console, ConsoleConfig config, Path directory)
      throws ConfigException {
    CliToken token = new CliToken("http://" + hostPort(console.address()), config.localToken());
    try {
      token.write(directory);
    } catch (IOException e) {
      throw StateDirectory.unusable(directory);
    }
    return token;
  }

  /** Last of all: clients must not come to a Lowtide that turns out not to start. */
  private static ProxyServer proxy(
      Settings settings,
      ActivityFeed feed,
      HoldDesk holds,
      MetricRegistry metrics,
      Clock clock,
      NanoClock nanoClock)
      throws ConfigException, IOException {
    try {
      return ProxyServer.start(settings.proxy(), feed, holds, metrics, clock, nanoClock);
    } catch (FileSystemException e) {
      // The one thing it writes is a certificate of its own making.
      throw StateDirectory.unusable(settings.stateDirectory());
    }
  }

  /** Where clients connect to. */
  public InetSocketAddress proxyAddress() {
    return proxy.address();
  }

  /** Where the console is. */
  public String consoleUrl() {
    return cliToken.url();
  }

  /** What the console answers: method and path of every route. */
  public List<String> consoleRoutes() {
    return console.routes();
  }

  /** What the command line on this machine proves itself with. */
  public String localToken() {
    return cliToken.token();
  }

  public Operator operator() {
    return scheduler.operator();
  }

  public People people() {
    return people;
  }

  /** A link for the first person, as long as nobody can sign in. */
  public Optional<String> setUpLink() {
    return people.isEmpty()
        ? Optional.of(
            consoleConfig.origin(cliToken.url()) + "/welcome/" + people.invite(FIRST_PERSON))
        : Optional.empty();
  }

  /** Reads the configuration file again, as whoever runs this process asks; the log says more. */
  public void reload() {
    try {
      recordReload(live.reload().text());
    } catch (IllegalArgumentException e) {
      recordReload("refused: " + e.getMessage());
    }
  }

  /** The log has it, too, if the store is gone. */
  private void recordReload(String text) {
    try {
      operator().record("local", "reload configuration", text);
    } catch (OperatorException e) {
      log.warn("reload is not in the audit trail: {}", e.getMessage());
    }
  }

  /** Ends everything in order: a run gives up, sessions are drained. */
  @Override
  public void close() {
    endings.close();
  }

  private static MetricRegistry metrics() {
    MetricRegistry metrics = new MetricRegistry();
    metrics.register("jvm.memory", new MemoryUsageGaugeSet());
    metrics.register("jvm.gc", new GarbageCollectorMetricSet());
    metrics.register("jvm.threads", new ThreadStatesGaugeSet());
    return metrics;
  }

  private static String hostPort(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
