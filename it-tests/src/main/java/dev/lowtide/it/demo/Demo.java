package dev.lowtide.it.demo;

import dev.lowtide.app.App;
import dev.lowtide.app.ConfigException;
import dev.lowtide.it.harness.AtExit;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.TemporaryFolders;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The demo: a bundled MySQL, Lowtide before it, and a shop at work. With {@code --headless} it
 * requests and approves the shrink of the shop's orders by itself and exits 0 only if the file got
 * smaller, no client saw an error, and no order is missing or changed.
 */
public final class Demo {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final int PROXY_PORT = 3307;
  private static final int CONSOLE_PORT = 8080;

  /** From a built tree all of it has to end within three minutes. */
  private static final long RUN_SECONDS_MAX = 120;

  /** The shop goes on for as long after the shrink as a wave takes to come back. */
  private static final long AFTERWARDS_SECONDS = 8;

  /** While nothing changes, a sign of life now and then. */
  private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final TestServer server;
  private final App lowtide;
  private final ShopApplication shop;

  private Demo(TestServer server, App lowtide, ShopApplication shop) {
    this.server = server;
    this.lowtide = lowtide;
    this.shop = shop;
  }

  public static void main(String[] arguments) throws Exception {
    boolean isHeadless = List.of(arguments).contains("--headless");
    if (!isHeadless && arguments.length > 0) {
      System.err.println("demo: '" + arguments[0] + "' (expected: --headless or nothing)");
      System.exit(2);
    }
    Demo demo = start(isHeadless);
    if (isHeadless) {
      System.exit(demo.shrink() ? 0 : 1);
    }
    demo.showAround();
    new CountDownLatch(1).await();
  }

  private static Demo start(boolean isHeadless)
      throws IOException, InterruptedException, SQLException, ConfigException {
    say("starting the bundled MySQL 8.0.31");
    BundledMySql server = BundledMySql.start("--innodb-buffer-pool-size=256M");
    say("filling the shop and purging most of its order history");
    ShopDatabase.create(server);
    say("starting Lowtide and the shop");
    App lowtide = App.start(configuration(server, isHeadless));
    AtExit.add(lowtide::close);
    ShopApplication shop = new ShopApplication(lowtide.proxyAddress());
    AtExit.add(shop::close);
    shop.open();
    return new Demo(server, lowtide, shop);
  }

  /** Requests, approves as somebody else, waits for quiet, and looks whether all is well. */
  private boolean shrink() throws InterruptedException, SQLException {
    Operator operator = lowtide.operator();
    Instant began = Instant.now();
    ShrinkRun run = operator.request(ORDERS, "demo");
    operator.approve(run.id(), "demo-approver");
    RunView ended = awaitEnd(operator, run.id());
    if (!ended.hasReport()) {
      say("run " + run.id() + " did not end in time: " + ended.waitingFor());
      return false;
    }
    TimeUnit.SECONDS.sleep(AFTERWARDS_SECONDS);
    shop.close();
    DemoReport report =
        DemoReport.of(
            operator.report(run.id()),
            shop.timings(),
            shop.books(),
            ShopDatabase.orders(server),
            began);
    report.print(System.out);
    return report.isGood();
  }

  private static RunView awaitEnd(Operator operator, RunId run) throws InterruptedException {
    RunState lastState = RunState.PROPOSED;
    long lastSaid = System.nanoTime();
    long until = lastSaid + TimeUnit.SECONDS.toNanos(RUN_SECONDS_MAX);
    RunView view = operator.run(run);
    while (!view.run().state().isFinal() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(100);
      view = operator.run(run);
      boolean isNews = view.run().state() != lastState;
      if (isNews || System.nanoTime() - lastSaid > SAY_EVERY_NANOS) {
        say(describe(view));
        lastState = view.run().state();
        lastSaid = System.nanoTime();
      }
    }
    return view;
  }

  private static String describe(RunView view) {
    String why = view.waitingFor().isEmpty() ? view.run().reason() : view.waitingFor();
    return "run " + view.run().id() + " " + view.run().state() + ": " + why;
  }

  private void showAround() {
    String colleague = lowtide.people().invite(new Person("colleague", Role.APPROVER));
    say("");
    say("The shop is open: busy for 10 s, quiet for 25 s, again and again.");
    say("  console          " + lowtide.consoleUrl());
    lowtide.setUpLink().ifPresent(link -> say("  sign in as admin " + link));
    say("  as a colleague   " + lowtide.consoleUrl() + "/welcome/" + colleague);
    say("                   (in a private window; each link works once)");
    say(
        "  MySQL, proxied   "
            + "mysql -h127.0.0.1 -P"
            + lowtide.proxyAddress().getPort()
            + " -u"
            + ShopDatabase.USER
            + " -p"
            + ShopDatabase.PASSWORD
            + " shop");
    say("");
    say("Try: as admin, Candidates, Plan of shop.orders, Request this shrink;");
    say("     as the colleague, Runs, Approve; then watch it wait for quiet and shrink.");
    say(
        "     Hold it up: BEGIN; SELECT * FROM orders LIMIT 1; in the mysql client, and look at"
            + " \"Why not now?\".");
    say("End with Ctrl-C; everything is gone then.");
  }

  private static Path configuration(TestServer server, boolean isHeadless) throws IOException {
    Path folder = TemporaryFolders.create("lowtide-demo-");
    Path file = folder.resolve("lowtide.yaml");
    Files.writeString(
        file,
        """
        proxy:   { listen: "127.0.0.1:%d", backend: "%s" }
        target:  { user: %s, password: %s }
        console: { listen: "127.0.0.1:%d" }
        store:   { url: "jdbc:h2:file:%s" }
        state:   { directory: "%s" }
        approval: required
        """
            .formatted(
                freePort(isHeadless ? 0 : PROXY_PORT),
                server.address(),
                ShopDatabase.TARGET_USER,
                ShopDatabase.TARGET_PASSWORD,
                freePort(isHeadless ? 0 : CONSOLE_PORT),
                folder.resolve("store"),
                folder));
    return file;
  }

  /** This port, or any other if it is taken. */
  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (BindException e) {
      return freePort(0);
    }
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
