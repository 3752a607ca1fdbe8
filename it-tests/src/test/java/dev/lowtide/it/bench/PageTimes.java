package dev.lowtide.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.RunningLowtide;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * How long pages take in Chromium, from the click until all was there, what they transfer, and how
 * long news take to an open one, with nothing kept from before, many sessions and many runs:
 *
 * <pre>
 * mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=PageTimes
 *   [-Dlowtide.sessions=5000] [-Dlowtide.runs=10000] [-Dlowtide.loads=40]
 * </pre>
 *
 * No test by its name, since times are a quiet machine's only: they are printed, and bytes are held
 * to their bars. A session takes two descriptors of this process and one of its clients', so {@code
 * ulimit -n} must be more than twice as many.
 */
class PageTimes {

  private static final int SESSIONS = Integer.getInteger("lowtide.sessions", 5_000);
  private static final int RUNS = Integer.getInteger("lowtide.runs", 10_000);
  private static final int LOADS = Integer.getInteger("lowtide.loads", 40);

  private static final Duration LOADED_WITHIN = Duration.ofMillis(300);
  private static final long BYTES_MAX = 150_000;
  private static final long SCRIPT_BYTES_MAX = 60_000;

  private static final String PASSWORD = "correct horse battery";

  private static final List<String> PAGES =
      List.of(
          "/",
          "/inbox",
          "/load",
          "/load?for=1d",
          "/sessions",
          "/sessions?page=50",
          "/candidates",
          "/calendar",
          "/runs",
          "/runs?before=500",
          "/runs/1",
          "/audit",
          "/people",
          "/tokens",
          "/targets",
          "/about",
          "/stop");

  @Test
  void pagesOfAFullHouse() throws Exception {
    try (BundledMySql server =
            BundledMySql.start("--max-connections=20000", "--thread-stack=256K");
        Connection root = server.connect();
        RunningLowtide lowtide =
            RunningLowtide.start(server, "proxy: { sessionsMax: " + (SESSIONS + 100) + " }");
        ChromiumBrowser browser = ChromiumBrowser.open(Look.LIGHT)) {
      execute(
          root,
          "CREATE DATABASE crowd",
          "CREATE TABLE crowd.t (id INT PRIMARY KEY)",
          "INSERT INTO crowd.t VALUES (1)",
          "CREATE USER app IDENTIFIED BY 'app'",
          "GRANT ALL ON crowd.* TO app");
      ManyRuns.make(lowtide, RUNS);
      Process crowd = crowd(lowtide);
      try {
        browser.go(lowtide.app().setUpLink().orElseThrow());
        browser.type("#password", PASSWORD);
        browser.click("main button");
        browser.keepNothing();
        System.out.printf(
            "%d runs, %d sessions, %d loads of each page%n",
            RUNS, lowtide.app().operator().sessions().size(), LOADS);
        List<String> wrong = new ArrayList<>();
        for (String page : PAGES) {
          measure(browser, lowtide.app().consoleUrl() + page, wrong);
        }
        measureNews(browser, lowtide);
        assertThat(wrong).isEmpty();
      } finally {
        crowd.destroy();
      }
    }
  }

  private static void measure(ChromiumBrowser browser, String page, List<String> wrong) {
    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < LOADS; i++) {
      browser.go(page);
      took.add(browser.loadTime());
    }
    took.sort(null);
    Duration p95 = took.get(LOADS * 95 / 100);
    long bytes = browser.bytes("");
    long script = browser.bytes("script");
    System.out.printf(
        "%-20s p50 %4d ms, p95 %4d ms%s, %6.1f kB, of it %5.1f kB script%n",
        page.replaceFirst("^http://[^/]+", ""),
        took.get(LOADS / 2).toMillis(),
        p95.toMillis(),
        p95.compareTo(LOADED_WITHIN) > 0 ? " (bar: 300)" : "",
        bytes / 1000.0,
        script / 1000.0);
    if (bytes > BYTES_MAX || script > SCRIPT_BYTES_MAX) {
      wrong.add(page + ": " + bytes + " bytes, of script " + script);
    }
  }

  /** From the moment in which a client comes until an open page says so. */
  private static void measureNews(ChromiumBrowser browser, RunningLowtide lowtide)
      throws SQLException {
    browser.go(lowtide.app().consoleUrl() + "/");
    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < LOADS; i++) {
      String before = sessionsShown(browser);
      long from = System.nanoTime();
      try (Connection client = lowtide.connect("app", "app", "")) {
        Awaitility.await("the session")
            .pollInterval(Duration.ofMillis(5))
            .until(() -> !sessionsShown(browser).equals(before));
        took.add(Duration.ofNanos(System.nanoTime() - from));
        assertThat(client.isValid(1)).isTrue();
      }
      Awaitility.await("its end").until(() -> sessionsShown(browser).equals(before));
    }
    took.sort(null);
    System.out.printf(
        "what happens at the proxy is on the page: p50 %d ms, p95 %d ms (bar: 1000)%n",
        took.get(LOADS / 2).toMillis(), took.get(LOADS * 95 / 100).toMillis());
  }

  /** Found and read at once: an update puts another one in its place. */
  private static String sessionsShown(ChromiumBrowser browser) {
    return (String) browser.script("return document.querySelector('#nowFigures dd').textContent");
  }

  /** Clients in a process of their own, ready when they say so. */
  private static Process crowd(RunningLowtide lowtide) throws Exception {
    Process clients =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                SnapshotLoad.class.getName(),
                String.valueOf(SESSIONS),
                String.valueOf(lowtide.app().proxyAddress().getPort()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(clients.inputReader().readLine()).as("what the clients say").isEqualTo("ready");
    return clients;
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
