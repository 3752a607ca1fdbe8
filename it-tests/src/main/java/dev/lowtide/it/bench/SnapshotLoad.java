package dev.lowtide.it.bench;

import com.codahale.metrics.MetricRegistry;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.TemporaryFolders;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyProtocolConfig;
import dev.lowtide.proxy.ProxyServer;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.relay.BackendAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long snapshots of many sessions take, each with a transaction open, and what another client
 * notices of it meanwhile:
 *
 * <pre>java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.SnapshotLoad 9000</pre>
 *
 * A session takes two descriptors of this process, so {@code ulimit -n} must allow for them. The
 * sessions' clients run in a process of their own.
 */
public final class SnapshotLoad {

  private static final int SNAPSHOTS = 100;
  private static final int SESSIONS_MAX = 20_000;
  private static final int THREADS = 8;
  private static final Duration WAIT = Duration.ofMinutes(5);
  private static final String READY = "ready";

  private final ProxyServer proxy;

  private SnapshotLoad(ProxyServer proxy) {
    this.proxy = proxy;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2) {
      beClients(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
      return;
    }
    int sessions = Integer.parseInt(arguments[0]);
    try (BundledMySql server =
            BundledMySql.start("--max-connections=" + SESSIONS_MAX, "--thread-stack=256K");
        Connection root = server.connect();
        ProxyServer proxy = proxy(server.port())) {
      execute(
          root,
          "CREATE DATABASE crowd",
          "CREATE TABLE crowd.t (id INT PRIMARY KEY)",
          "CREATE USER app IDENTIFIED BY 'app'",
          "GRANT ALL ON crowd.* TO app");
      new SnapshotLoad(proxy).run(sessions);
    }
  }

  private void run(int sessions) throws Exception {
    Process clients = clients(sessions);
    try (Connection pinged = open(proxy.address().getPort())) {
      String line = clients.inputReader().readLine();
      if (!READY.equals(line)) {
        throw new IllegalStateException("clients said " + line);
      }
      measure(pinged);
    } finally {
      clients.destroy();
    }
  }

  private void measure(Connection pinged) throws Exception {
    takeSnapshots();
    print("ping alone", pings(pinged, pause()));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<List<Long>> snapshots = thread.submit(this::takeSnapshots);
    print("ping meanwhile", pings(pinged, snapshots));
    print("snapshot of " + snapshot().size(), snapshots.get());
    thread.shutdown();
  }

  /** As long as snapshots take, at about 20 ms each. */
  private static Future<?> pause() {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> pause =
        thread.submit(
            () -> {
              TimeUnit.MILLISECONDS.sleep(20L * SNAPSHOTS);
              return null;
            });
    thread.shutdown();
    return pause;
  }

  private List<Long> takeSnapshots() throws Exception {
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < SNAPSHOTS; i++) {
      long begin = System.nanoTime();
      snapshot();
      took.add(System.nanoTime() - begin);
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return took;
  }

  private List<SessionSnapshot> snapshot() throws Exception {
    return proxy.sessions().toCompletableFuture().get(WAIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static List<Long> pings(Connection connection, Future<?> until) throws SQLException {
    List<Long> took = new ArrayList<>();
    while (!until.isDone()) {
      long begin = System.nanoTime();
      connection.isValid(0);
      took.add(System.nanoTime() - begin);
    }
    return took;
  }

  private static void print(String what, List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    System.out.printf(
        "%-20s %6d times: median %8.3f ms, p99 %8.3f ms, worst %8.3f ms%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6,
        sorted.get(sorted.size() - 1) / 1e6);
  }

  private Process clients(int sessions) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            SnapshotLoad.class.getName(),
            String.valueOf(sessions),
            String.valueOf(proxy.address().getPort()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Ends when whoever started it ends it. */
  private static void beClients(int sessions, int port) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Connection>> opened = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      opened.add(threads.submit(() -> inTransaction(open(port))));
    }
    List<Connection> connections = new ArrayList<>();
    for (Future<Connection> connection : opened) {
      connections.add(connection.get());
    }
    System.out.println(READY);
    while (System.in.read() >= 0) {
      System.err.println(connections.size());
    }
    System.exit(0);
  }

  private static Connection inTransaction(Connection connection) throws SQLException {
    execute(connection, "BEGIN", "SELECT * FROM crowd.t");
    return connection;
  }

  private static Connection open(int port) throws SQLException {
    return TestServer.connect("127.0.0.1", port, "app", "app", "sslMode=DISABLED");
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static ProxyServer proxy(int port) throws Exception {
    ProxyConfig config =
        new ProxyConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new BackendAddress.Tcp("127.0.0.1", port),
            List.of(),
            ProxyProtocolConfig.OFF,
            SESSIONS_MAX,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            TlsConfig.AS_CLIENT,
            TemporaryFolders.create("lowtide-snapshots-"),
            2);
    return ProxyServer.start(
        config,
        new ActivityFeed(ActivityFeed.DEFAULT_CAPACITY, System::nanoTime),
        new HoldDesk(System::nanoTime),
        new MetricRegistry(),
        Clock.systemUTC(),
        System::nanoTime);
  }
}
