package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.HoldRefusedException;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import dev.lowtide.proxy.hold.HoldState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A proxy, a table that is held and one that is not, and what tests of holds do to them. */
abstract class HoldScenario {

  static final TableName HELD = new TableName(Lab.SCHEMA, "held");
  static final HoldScope WRITES = new HoldScope.WritesTo(Reach.of(HELD));
  static final HoldScope TOUCHING = new HoldScope.Touching(Reach.of(HELD));
  static final Duration DEADLINE = Duration.ofSeconds(4);
  static final String WRITE = "INSERT INTO held VALUES (NULL)";

  static RunningProxy proxy;

  final ExecutorService clients = Executors.newCachedThreadPool();
  private final List<Connection> connections = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @BeforeEach
  void makeTables() throws Exception {
    try (Connection server = Lab.direct()) {
      Lab.execute(
          server,
          "DROP TABLE IF EXISTS held, free",
          "CREATE TABLE held (id INT PRIMARY KEY AUTO_INCREMENT)",
          "CREATE TABLE free (id INT PRIMARY KEY AUTO_INCREMENT)");
    }
  }

  @AfterEach
  void hangUp() throws Exception {
    for (Connection connection : connections) {
      connection.close();
    }
    clients.shutdownNow();
  }

  static Hold place(HoldScope scope) {
    return place(scope, DEADLINE);
  }

  /** Waits until the scope has rested from the test before. */
  static Hold place(HoldScope scope, Duration deadline) {
    return place(proxy.holds(), new HoldRequest("a test", scope, deadline, deadline));
  }

  static Hold place(HoldDesk desk, HoldRequest request) {
    return Objects.requireNonNull(
        Awaitility.await("the scope to have rested")
            .pollInterval(Duration.ofMillis(10))
            .ignoreException(HoldRefusedException.class)
            .until(() -> desk.place(request), Objects::nonNull));
  }

  static void awaitHeld(Hold hold, int count) {
    Lab.await(count + " held", () -> hold.counts().waiting() == count);
  }

  /** Keeps the hold alive meanwhile. */
  static void awaitState(Hold hold, HoldState state) {
    Lab.await(
        state.name(),
        () -> {
          hold.renew();
          return hold.state() == state;
        });
  }

  static List<Long> awaited(Hold hold) {
    return hold.awaited().stream().map(SessionSnapshot::serverThreadId).toList();
  }

  static List<SessionSnapshot> heldSessions() throws Exception {
    return proxy.sessions().stream().filter(SessionSnapshot::isHeld).toList();
  }

  static long rows() throws Exception {
    try (Connection server = Lab.direct()) {
      return Long.parseLong(String.valueOf(Lab.ask(server, "SELECT COUNT(*) FROM held")));
    }
  }

  CompletableFuture<Void> run(Connection connection, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            Lab.execute(connection, sql);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        clients);
  }

  static void assertDone(CompletableFuture<Void> statement) throws Exception {
    statement.get(5, TimeUnit.SECONDS);
    assertThat(statement).isCompleted();
  }

  Connection connect() throws SQLException {
    return connect("");
  }

  Connection connect(String options) throws SQLException {
    Connection connection =
        TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, options);
    connection.setCatalog(Lab.SCHEMA);
    connections.add(connection);
    return connection;
  }
}
