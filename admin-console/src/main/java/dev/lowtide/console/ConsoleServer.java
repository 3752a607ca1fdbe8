package dev.lowtide.console;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.scheduler.operator.Holding;
import dev.lowtide.scheduler.operator.KeptAnswers;
import dev.lowtide.scheduler.operator.LoadViews;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.operator.RunTraces;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console: pages, REST and what monitoring asks for, on one address. */
public final class ConsoleServer implements AutoCloseable {

  /** The largest thing anybody sends is a form. */
  private static final long REQUEST_BYTES_MAX = 64 * 1024;

  private static final int PURGE_SECONDS = 60;

  private static final Logger log = LoggerFactory.getLogger(ConsoleServer.class);

  private final Javalin server;
  private final InetSocketAddress listen;
  private final LiveHub live;
  private final List<ScheduledFuture<?>> ticking;

  private ConsoleServer(
      Javalin server, InetSocketAddress listen, LiveHub live, List<ScheduledFuture<?>> ticking) {
    this.server = server;
    this.listen = listen;
    this.live = live;
    this.ticking = List.copyOf(ticking);
  }

  /**
   * Listens.
   *
   * @param ticker has open pages told what has changed; ended by whoever made it
   * @throws IOException if the address cannot be listened on
   */
  public static ConsoleServer start(
      ConsoleConfig config,
      Operator operator,
      Holding holding,
      LoadViews loads,
      RunSearch search,
      RunTraces traces,
      People people,
      KeptAnswers answers,
      Health health,
      Installation installation,
      Configuration configuration,
      MetricRegistry metrics,
      Clock clock,
      ScheduledExecutorService ticker)
      throws IOException {
    Templates templates = new Templates(config.version(), holding::held);
    Guard guard = new Guard(config, people, new BrowserSessions(clock));
    SignIn signIn =
        new SignIn(
            people, (name, address) -> operator.record(name, "sign in refused", "from " + address));
    NowPages nowPages = new NowPages(operator, templates);
    SessionPages sessionPages = new SessionPages(operator, templates);
    StepUp stepUp = new StepUp(guard, signIn);
    RunPages runPages = new RunPages(config, operator, stepUp, traces, templates);
    LoadPages loadPages = new LoadPages(loads, templates, clock);
    RunListPages runListPages = new RunListPages(search, templates);
    LiveHub live =
        new LiveHub(
            address ->
                nowPages
                    .live(address)
                    .or(() -> sessionPages.live(address))
                    .or(() -> runPages.live(address))
                    .or(() -> loadPages.live(address))
                    .or(() -> runListPages.live(address)),
            templates,
            guard,
            Templates.version(config.version()));
    MachineRoutes machines = new MachineRoutes(metrics, health);
    Diagnostics diagnostics =
        new Diagnostics(config.version(), installation, health, machines::metrics);
    Replays replays = new Replays(answers);
    Javalin server =
        Javalin.create(
            javalin -> {
              configure(javalin, guard);
              replays.route(javalin.routes);
              nowPages.route(javalin.routes);
              new AuditPages(operator.trail(), templates).route(javalin.routes);
              sessionPages.route(javalin.routes);
              new CandidatePages(operator, templates).route(javalin.routes);
              live.route(javalin.routes);
              loadPages.route(javalin.routes);
              runListPages.route(javalin.routes);
              new HoldPages(holding, templates).route(javalin.routes);
              runPages.route(javalin.routes);
              new RequestPages(operator.reviews(), stepUp, templates).route(javalin.routes);
              new PeoplePages(config, operator, people, signIn, guard, templates)
                  .route(javalin.routes);
              new TokenPages(people, stepUp, templates).route(javalin.routes);
              new CalendarPages(operator.calendars(), installation, templates)
                  .route(javalin.routes);
              new CalendarApi(operator.calendars()).route(javalin.routes);
              new Api(operator, configuration, config.version()).route(javalin.routes);
              new RunListApi(search).route(javalin.routes, Api.ROOT);
              new HoldApi(holding).route(javalin.routes);
              new OpenApi().route(javalin.routes);
              new StaticFiles().route(javalin.routes);
              new AboutPages(installation, health, diagnostics, templates).route(javalin.routes);
              machines.route(javalin.routes);
              new Problems(templates).route(javalin.routes);
            });
    try {
      server.start(config.listen().getHostString(), config.listen().getPort());
    } catch (RuntimeException e) {
      throw new IOException(
          "console.listen: "
              + config.listen()
              + " (expected: an address that is free): "
              + e.getMessage(),
          e);
    }
    InetSocketAddress listen = new InetSocketAddress(config.listen().getAddress(), server.port());
    log.info("console listens on http://{}:{}", listen.getHostString(), listen.getPort());
    ScheduledFuture<?> ticking =
        ticker.scheduleWithFixedDelay(
            live::tick, 0, LiveHub.TICK.toMillis(), TimeUnit.MILLISECONDS);
    ScheduledFuture<?> purging =
        ticker.scheduleWithFixedDelay(replays::purge, 0, PURGE_SECONDS, TimeUnit.SECONDS);
    return new ConsoleServer(server, listen, live, List.of(ticking, purging));
  }

  /** Where it listens; the port is the real one if 0 was asked for. */
  public InetSocketAddress address() {
    return listen;
  }

  /** What it answers: method and path of every route, such as {@code GET /runs/{id}}. */
  public List<String> routes() {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    ticking.forEach(each -> each.cancel(false));
    live.close();
    server.stop();
  }

  private static void configure(JavalinConfig javalin, Guard guard) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.http.maxRequestSize = REQUEST_BYTES_MAX;
    javalin.jetty.modifyServer(PatientServer::harden);
    javalin.http.defaultContentType = "text/plain; charset=utf-8";
    javalin.routes.before(guard::setHeaders);
    javalin.routes.beforeMatched(guard::check);
  }
}
