package dev.lowtide.console;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.People;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console: pages, REST and what monitoring asks for, on one address. */
public final class ConsoleServer implements AutoCloseable {

  /** The largest thing anybody sends is a form. */
  private static final long REQUEST_BYTES_MAX = 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(ConsoleServer.class);

  private final Javalin server;
  private final InetSocketAddress listen;

  private ConsoleServer(Javalin server, InetSocketAddress listen) {
    this.server = server;
    this.listen = listen;
  }

  /**
   * Listens.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static ConsoleServer start(
      ConsoleConfig config,
      Operator operator,
      People people,
      Health health,
      Configuration configuration,
      MetricRegistry metrics,
      Clock clock)
      throws IOException {
    Templates templates = new Templates(config.version());
    Guard guard = new Guard(config, people, new BrowserSessions(clock));
    SignIn signIn =
        new SignIn(
            people, (name, address) -> operator.record(name, "sign in refused", "from " + address));
    Javalin server =
        Javalin.create(
            javalin -> {
              configure(javalin, guard);
              new NowPages(operator, templates).route(javalin.routes);
              new SessionPages(operator, templates).route(javalin.routes);
              new CandidatePages(operator, templates).route(javalin.routes);
              new RunPages(config, operator, templates).route(javalin.routes);
              new PeoplePages(config, operator, people, signIn, guard, templates)
                  .route(javalin.routes);
              new TokenPages(operator, people, templates).route(javalin.routes);
              new Api(operator, configuration, config.version()).route(javalin.routes);
              new StaticFiles().route(javalin.routes);
              new MachineRoutes(metrics, health).route(javalin.routes);
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
    return new ConsoleServer(server, listen);
  }

  /** Where it listens; the port is the real one if 0 was asked for. */
  public InetSocketAddress address() {
    return listen;
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void configure(JavalinConfig javalin, Guard guard) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.http.maxRequestSize = REQUEST_BYTES_MAX;
    javalin.http.defaultContentType = "text/plain; charset=utf-8";
    javalin.routes.before(guard::setHeaders);
    javalin.routes.beforeMatched(guard::check);
  }
}
