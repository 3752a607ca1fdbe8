package dev.lowtide.it.bench;

import dev.lowtide.app.App;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.RunningLowtide;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What open pages cost, and how long pages take with many sessions and runs:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.ConsoleLoad [VIEWERS [SESSIONS [RUNS [SAMPLES]]]]
 * </pre>
 *
 * SAMPLES of what went on before are put into the store, as many of them as finely as can be kept.
 *
 * <p>Lowtide is in this process; those who look at it, and the clients of its proxy, are in others.
 * A session takes two descriptors of this process, so {@code ulimit -n} must allow for them.
 */
public final class ConsoleLoad {

  /** What is done over and over is compiled by then. */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  /** Each is short, so that what else a machine does spoils some of them and not the result. */
  private static final Duration MEASURED = Duration.ofSeconds(5);

  private static final int MEASUREMENTS = 9;
  private static final int PAGES = 200;
  private static final int PAGES_OF_A_SESSION = 12;
  private static final String PASSWORD = "correct horse battery";
  private static final String SIGN_IN = "name=admin&password=" + PASSWORD.replace(' ', '+');
  private static final String READY = "ready";
  private static final String VIEWERS = "viewers";

  private final App app;
  private final HttpClient http = HttpClient.newHttpClient();
  private String cookie = "";

  private ConsoleLoad(App app) {
    this.app = app;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals(VIEWERS)) {
      beViewers(Integer.parseInt(arguments[1]), arguments[2], arguments[3]);
      return;
    }
    int viewers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int sessions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4_000;
    int runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    int samples = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
    try (BundledMySql server =
            BundledMySql.start("--max-connections=20000", "--thread-stack=256K");
        Connection root = server.connect();
        RunningLowtide filled =
            RunningLowtide.start(
                server,
                "candidates: { fileSizeMin: 64KiB, percentMin: 1 }",
                "load: { fineFor: 90d, coarseFor: 400d, historyFor: 3650d }")) {
      execute(
          root,
          "CREATE DATABASE crowd",
          "CREATE TABLE crowd.t (id INT PRIMARY KEY)",
          "INSERT INTO crowd.t VALUES (1)",
          "CREATE USER app IDENTIFIED BY 'app'",
          "GRANT ALL ON crowd.* TO app");
      new ConsoleLoad(filled.app()).setPassword();
      ManyRuns.make(filled, runs);
      filled.close();
      LoadSamples.put(filled.folder(), samples);
      try (App app = App.start(filled.folder().resolve("lowtide.yaml"))) {
        ConsoleLoad load = new ConsoleLoad(app);
        load.cookie = load.signedIn("/sign-in", SIGN_IN);
        load.measure(viewers, sessions);
      }
    }
    System.exit(0);
  }

  private void measure(int viewers, int sessions) throws Exception {
    System.out.printf("pages with no session%n");
    pages();
    Process watching = child(VIEWERS, String.valueOf(viewers), app.consoleUrl(), cookies(viewers));
    awaitReady(watching);
    TimeUnit.SECONDS.sleep(WARM_UP.toSeconds());
    double watched = cores();
    watching.destroy();
    double alone = cores();
    System.out.printf(
        "%d viewers: %.1f %% of a core (alone %.1f %%, together %.1f %%)%n",
        viewers, 100 * (watched - alone), 100 * alone, 100 * watched);
    if (sessions > 0) {
      Process crowd = crowd(sessions);
      awaitReady(crowd);
      System.out.printf("pages with %d sessions%n", sessions);
      pages();
      crowd.destroy();
    }
  }

  /** Cores that this process keeps busy, the median. */
  private static double cores() throws InterruptedException {
    com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    TimeUnit.SECONDS.sleep(10);
    List<Double> cores = new ArrayList<>();
    for (int i = 0; i < MEASUREMENTS; i++) {
      long before = system.getProcessCpuTime();
      long from = System.nanoTime();
      TimeUnit.SECONDS.sleep(MEASURED.toSeconds());
      cores.add((system.getProcessCpuTime() - before) / (double) (System.nanoTime() - from));
    }
    cores.sort(null);
    return cores.get(MEASUREMENTS / 2);
  }

  private void pages() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (String page :
        List.of(
            "/",
            "/load",
            "/load?for=1d",
            "/load?for=7d",
            "/load?for=30d",
            span(now.minus(Duration.ofDays(50)), Duration.ofHours(2)),
            span(now.minus(Duration.ofDays(80)), Duration.ofDays(2)),
            span(now.minus(Duration.ofDays(300)), Duration.ofDays(31)),
            span(now.minus(Duration.ofDays(1000)), Duration.ofDays(366)),
            "/sessions",
            "/runs",
            "/runs?before=500",
            "/runs/1")) {
      List<Long> took = new ArrayList<>();
      int bytes = 0;
      for (int i = 0; i < PAGES; i++) {
        long from = System.nanoTime();
        bytes = get(page).length;
        took.add(System.nanoTime() - from);
      }
      took.sort(null);
      System.out.printf(
          "%-62s p50 %6.1f ms, p95 %6.1f ms, worst %6.1f ms, %6.1f kB%n",
          page,
          took.get(PAGES / 2) / 1e6,
          took.get(PAGES * 95 / 100) / 1e6,
          took.get(PAGES - 1) / 1e6,
          bytes / 1000.0);
    }
  }

  private static String span(Instant from, Duration length) {
    return "/load?from=" + from + "&to=" + from.plus(length);
  }

  private byte[] get(String page) throws Exception {
    return http.send(request(page).build(), BodyHandlers.ofByteArray()).body();
  }

  private HttpRequest.Builder request(String page) {
    return HttpRequest.newBuilder(URI.create(app.consoleUrl() + page)).header("Cookie", cookie);
  }

  private void setPassword() throws Exception {
    String link = app.setUpLink().orElseThrow();
    String secret = link.substring(link.lastIndexOf('/') + 1);
    signedIn("/welcome", "secret=" + secret + "&password=" + PASSWORD.replace(' ', '+'));
  }

  /** As many as it takes for so many pages: each session may have twelve open. */
  private String cookies(int viewers) throws Exception {
    List<String> cookies = new ArrayList<>();
    for (int i = 0; i <= viewers / PAGES_OF_A_SESSION; i++) {
      cookies.add(signedIn("/sign-in", SIGN_IN));
    }
    return String.join(",", cookies);
  }

  private String signedIn(String path, String form) throws Exception {
    String set =
        http
            .send(
                HttpRequest.newBuilder(URI.create(app.consoleUrl() + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form))
                    .build(),
                BodyHandlers.discarding())
            .headers()
            .allValues("Set-Cookie")
            .stream()
            .filter(cookie -> cookie.startsWith("lowtide="))
            .findFirst()
            .orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }

  private Process crowd(int sessions) throws Exception {
    return java(
        SnapshotLoad.class.getName(),
        String.valueOf(sessions),
        String.valueOf(app.proxyAddress().getPort()));
  }

  private static Process child(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(ConsoleLoad.class.getName()));
    all.addAll(List.of(arguments));
    return java(all.toArray(new String[0]));
  }

  private static Process java(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void awaitReady(Process child) throws Exception {
    String line = child.inputReader().readLine();
    while (line != null && !line.equals(READY)) {
      line = child.inputReader().readLine();
    }
    if (line == null) {
      throw new IllegalStateException("a child ended before it was ready");
    }
  }

  /** So many open pages. */
  private static void beViewers(int viewers, String base, String cookies) throws Exception {
    String[] each = cookies.split(",", -1);
    HttpClient http = HttpClient.newHttpClient();
    List<InputStream> streams = new ArrayList<>();
    for (int i = 0; i < viewers; i++) {
      streams.add(
          http.send(
                  HttpRequest.newBuilder(URI.create(base + "/updates?page=/"))
                      .header("Cookie", each[i / PAGES_OF_A_SESSION])
                      .build(),
                  BodyHandlers.ofInputStream())
              .body());
    }
    for (InputStream stream : streams) {
      Thread reader = new Thread(() -> drain(stream));
      reader.setDaemon(true);
      reader.start();
    }
    System.out.println(READY);
    while (System.in.read() >= 0) {
      System.err.println(streams.size());
    }
    System.exit(0);
  }

  private static void drain(InputStream stream) {
    try (stream) {
      byte[] buffer = new byte[64 * 1024];
      while (stream.read(buffer) >= 0) {
        Thread.onSpinWait();
      }
    } catch (java.io.IOException e) {
      System.err.println("a stream ended: " + e.getMessage());
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
