package dev.lowtide.it.bench;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.TemporaryFolders;
import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyProtocolConfig;
import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import dev.lowtide.proxy.hold.HoldState;
import dev.lowtide.proxy.relay.BackendAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What a hold of a table does to many sessions, to others and to the server:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.HoldLoad 5000
 * </pre>
 *
 * So many sessions are open, a tenth of them in transactions that have touched the table. A hold is
 * placed; the tenth commits; then all send a statement on the table, wait for a second, and are let
 * go. Each session takes two open files of this process, and one each of the server and of the
 * clients' process.
 */
public final class HoldLoad {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final long LOOK_EVERY_NANOS = 20_000;

  private final HoldDesk desk = new HoldDesk(System::nanoTime);
  private final BundledMySql server;
  private final ProxyServer proxy;
  private final int sessions;

  private HoldLoad(BundledMySql server, int sessions) throws IOException {
    this.server = server;
    this.sessions = sessions;
    ProxyConfig config =
        new ProxyConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new BackendAddress.Tcp("127.0.0.1", server.port()),
            List.of(),
            ProxyProtocolConfig.OFF,
            sessions + 100,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            TlsConfig.AS_CLIENT,
            TemporaryFolders.create("lowtide-hold-load-"),
            2);
    proxy =
        ProxyServer.start(
            config,
            new ActivityFeed(ActivityFeed.DEFAULT_CAPACITY, System::nanoTime),
            desk,
            new MetricRegistry(),
            Clock.systemUTC(),
            System::nanoTime);
  }

  public static void main(String[] arguments) throws Exception {
    int sessions = Integer.parseInt(arguments[0]);
    try (BundledMySql server =
        BundledMySql.start(
            "--max-connections=" + (sessions + 200),
            "--back-log=1000",
            "--skip-log-bin",
            "--innodb-flush-log-at-trx-commit=2")) {
      HoldLoad load = new HoldLoad(server, sessions);
      load.makeTables();
      try (HoldNeighbours neighbours =
          new HoldNeighbours(load.proxy.address().getPort(), server.port())) {
        load.run(neighbours);
      }
      load.proxy.close();
    }
  }

  private void makeTables() throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE lab");
      statement.execute("CREATE USER app");
      statement.execute("GRANT ALL ON lab.* TO app");
      statement.execute("CREATE TABLE lab.held (id INT PRIMARY KEY, v INT)");
      statement.execute("CREATE TABLE lab.free (id INT PRIMARY KEY, v INT)");
      statement.execute("INSERT INTO lab.free VALUES (1, 1)");
      statement.execute("SET SESSION cte_max_recursion_depth = " + (sessions + 1));
      statement.execute(
          "INSERT INTO lab.held WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c"
              + " WHERE n < "
              + sessions
              + ") SELECT n, 0 FROM c");
    }
  }

  private void run(HoldNeighbours neighbours) throws Exception {
    int busy = sessions / 10;
    Clients clients = new Clients(proxy.address().getPort(), sessions);
    clients.awaitLine();
    // The code is warm as in everyday life once it has held and let go a few times.
    for (int i = 0; i < 5; i++) {
      place().release();
      TimeUnit.MILLISECONDS.sleep(HoldDesk.GAP_MIN.toMillis() + 10);
    }
    TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
    neighbours.next("");
    TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
    System.out.println(neighbours.next("before"));
    clients.send("send " + sessions);
    System.out.printf("without a hold, all have their replies after %s ms%n", clients.awaitLine());
    System.out.println(neighbours.next("without a hold"));

    clients.send("begin " + busy);
    clients.awaitLine();
    neighbours.next("");
    long placed = System.nanoTime();
    Hold hold = place();
    until(hold, hold::hasLooked);
    long looked = System.nanoTime();
    System.out.printf(
        "placed over %d sessions: all loops have looked after %.2f ms, %d awaited%n",
        sessions, millis(placed, looked), hold.counts().awaited());
    clients.send("commit " + busy);
    until(hold, () -> hold.state() == HoldState.QUIET);
    clients.awaitLine();
    neighbours.next("");
    long quiet = System.nanoTime();
    until(hold, () -> System.nanoTime() - quiet > CALM.toNanos());
    System.out.println(neighbours.next("quiet"));

    long sent = System.nanoTime();
    clients.send("send " + sessions);
    until(hold, () -> hold.counts().waiting() == sessions);
    System.out.printf("all %d wait %.1f ms after the first was sent%n", sessions, millis(sent));
    System.out.println(neighbours.next("while they come"));
    long waiting = System.nanoTime();
    until(hold, () -> System.nanoTime() - waiting > WAIT.toNanos());
    System.out.println(neighbours.next("while all wait"));

    Duration longest = hold.counts().longestWait();
    long released = System.nanoTime();
    hold.release();
    clients.awaitLine();
    System.out.printf(
        "released after %d ms: all have their replies after %.1f ms; %s%n",
        longest.toMillis(), millis(released), hold.counts());
    System.out.println(neighbours.next("release"));
    TimeUnit.NANOSECONDS.sleep(longest.toNanos());
    System.out.println(neighbours.next("as long again"));
    TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
    System.out.println(neighbours.next("after"));
    clients.end();
  }

  private Hold place() throws Exception {
    HoldScope scope = new HoldScope.Touching(Reach.of(new TableName("lab", "held")));
    return desk.place(new HoldRequest("a measurement", scope, DEADLINE, DEADLINE));
  }

  private static void until(Hold hold, BooleanSupplier isSo) throws InterruptedException {
    while (!isSo.getAsBoolean()) {
      if (!hold.renew()) {
        throw new IllegalStateException("the hold is over");
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY_NANOS);
    }
  }

  private static double millis(long fromNanos) {
    return millis(fromNanos, System.nanoTime());
  }

  private static double millis(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) / 1e6;
  }

  /** The process with the sessions in it. */
  private static final class Clients {
    private final Process process;
    private final BufferedReader lines;
    private final OutputStream steps;

    Clients(int port, int sessions) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      process =
          new ProcessBuilder(
                  java,
                  "-cp",
                  System.getProperty("java.class.path"),
                  HoldLoadClients.class.getName(),
                  String.valueOf(port),
                  String.valueOf(sessions))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      lines = process.inputReader(StandardCharsets.UTF_8);
      steps = process.getOutputStream();
    }

    void send(String step) throws IOException {
      steps.write((step + "\n").getBytes(StandardCharsets.UTF_8));
      steps.flush();
    }

    String awaitLine() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the clients have ended");
      }
      return line;
    }

    void end() throws InterruptedException {
      process.destroy();
      process.waitFor();
    }
  }
}
