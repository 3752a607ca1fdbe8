package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningLowtide;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients by the thousand, before a Lowtide in a process of its own, as a user runs it. */
class CrowdIT {

  private static final int SLOW_READERS = 1000;
  private static final int STORM = 2000;
  private static final long BYTES_PER_SESSION_MAX = 128 * 1024;

  /**
   * Three times what the buffers on the way take, and no more: what the proxy does not take, the
   * kernel keeps for the server, and it has not enough for a thousand times 4 MiB.
   */
  private static final long LARGE_BYTES = 1000 * 1000;

  private static final String LARGE = "SELECT REPEAT('x', 1000) FROM crowd";

  private static BundledMySql server;

  @TempDir private Path folder;
  private final List<RawClient> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(32);
  private LowtideProcess lowtide;
  private int port;

  @BeforeAll
  static void startServer() throws Exception {
    server = BundledMySql.start("--max-connections=2500", "--thread-stack=256K");
    RunningLowtide.createTargetUser(server);
    try (Connection root = server.connect()) {
      Lab.execute(
          root,
          "CREATE USER " + Lab.USER + " IDENTIFIED BY '" + Lab.PASSWORD + "'",
          "GRANT ALL ON *.* TO " + Lab.USER,
          "CREATE DATABASE lab",
          "CREATE TABLE lab.crowd (i INT NOT NULL)",
          "SET SESSION cte_max_recursion_depth = 1000",
          "INSERT INTO lab.crowd WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              + " WHERE i < 1000) SELECT i FROM n");
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void serve() throws Exception {
    lowtide = LowtideProcess.serve(folder, RunningLowtide.writeConfig(folder, server));
    String address = lowtide.printed("proxy");
    port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    // Once in full, so that the server knows the password from then on.
    try (RawClient first = new RawClient(port)) {
      signIn(first);
    }
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    for (RawClient client : clients) {
      client.close();
    }
    lowtide.close();
  }

  @Test
  void whoeverReadsSlowlyCostsLittleAndSlowsNobodyElse() throws Exception {
    open(SLOW_READERS);
    inParallel(this::signIn);
    long idle = lowtide.memoryInUse();
    inParallel(
        client -> {
          client.query(LARGE);
          // The half of them reads a little now and then, the others nothing at all.
          return client.hashCode() % 2 == 0 ? client.read(2) : client;
        });
    try (RawClient brisk = new RawClient(port)) {
      signIn(brisk);
      awaitStandstill();

      Duration longest = longestOfMost(brisk, 500);
      long each = (lowtide.memoryInUse() - idle) / SLOW_READERS;

      assertThat(each).as("bytes for each slow reader").isLessThan(BYTES_PER_SESSION_MAX);
      assertThat(longest).isLessThan(Duration.ofMillis(250));
    }
  }

  @Test
  void aStormOfConnectionsIsServed() throws Exception {
    open(STORM);

    inParallel(
        client -> {
          signIn(client);
          client.query("SELECT 1");
          return client.read(4);
        });

    try (Connection direct = server.connect()) {
      assertThat(ours(direct)).isEqualTo(STORM);
      for (RawClient client : clients) {
        client.close();
      }
      Lab.await("the server to be alone", () -> ours(direct) == 0);
    }
  }

  private void open(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      clients.add(new RawClient(port));
    }
  }

  /** What one client is to do. */
  @FunctionalInterface
  private interface Deed {
    Object by(RawClient client) throws Exception;
  }

  private void inParallel(Deed deed) throws Exception {
    List<Callable<Object>> deeds = new ArrayList<>();
    for (RawClient client : clients) {
      deeds.add(() -> deed.by(client));
    }
    for (Future<Object> done : threads.invokeAll(deeds, 60, TimeUnit.SECONDS)) {
      done.get();
    }
  }

  private byte[] signIn(RawClient client) throws Exception {
    byte[] answer = client.signIn(Lab.USER, Lab.PASSWORD, "lab", RawClient.CLIENT_DEPRECATE_EOF);
    assertThat(answer[0]).as(new String(answer, StandardCharsets.UTF_8)).isZero();
    return answer;
  }

  /** Until all buffers between the server and its clients are full. */
  private void awaitStandstill() throws Exception {
    long[] before = {-1};
    Awaitility.await("a standstill")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              long last = before[0];
              before[0] = lowtide.metric("proxy_bytes_from_backend_total");
              return before[0] == last;
            });
    assertThat(before[0]).isLessThan(SLOW_READERS * LARGE_BYTES);
  }

  /** What 99 in 100 take at most; the others meet whatever else the machine does. */
  private static Duration longestOfMost(RawClient client, int statements) throws Exception {
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < statements; i++) {
      long began = System.nanoTime();
      client.query("SELECT 1");
      client.read(4);
      took.add(System.nanoTime() - began);
    }
    took.sort(null);
    return Duration.ofNanos(took.get(statements * 99 / 100 - 1));
  }

  private static long ours(Connection direct) throws Exception {
    return Long.parseLong(
        Lab.ask(
            direct,
            "SELECT COUNT(*) FROM information_schema.processlist WHERE user = '" + Lab.USER + "'"));
  }
}
