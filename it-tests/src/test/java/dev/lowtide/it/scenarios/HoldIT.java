package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldScope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements on one table wait at the proxy; everything else flows. */
class HoldIT {

  private static final TableName HELD = new TableName(Lab.SCHEMA, "held");
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final String WRITE = "INSERT INTO held VALUES (NULL)";

  private static RunningProxy proxy;

  private final ExecutorService clients = Executors.newCachedThreadPool();
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

  @Test
  void writersWaitUntilTheRelease() throws Exception {
    Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), DEADLINE);
    Connection writer = connect();
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(hold, 1);
    assertThat(rows()).isZero();
    assertThat(heldSessions()).hasSize(1);

    hold.release();

    write.get(5, TimeUnit.SECONDS);
    assertThat(rows()).isEqualTo(1);
    assertThat(hold.counts().expired()).isZero();
    assertThat(heldSessions()).isEmpty();
  }

  @Test
  void compressedStatementsWaitToo() throws Exception {
    Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), DEADLINE);
    Connection writer = connect("useCompression=true");
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(hold, 1);
    assertThat(rows()).isZero();

    hold.release();

    write.get(5, TimeUnit.SECONDS);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void readersAndOtherTablesFlow() throws Exception {
    try (Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), DEADLINE)) {
      Connection other = connect();
      Lab.execute(other, "SELECT * FROM held", "INSERT INTO free VALUES (NULL)", "BEGIN", "COMMIT");

      assertThat(hold.counts().held()).isZero();
    }
  }

  @Test
  void whatIsSentBehindACommitIsJudgedWithoutItsTransaction() throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      client.query("BEGIN");
      client.read();
      client.query(WRITE);
      client.read();
      Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), DEADLINE);

      client.sendRaw(both("\3COMMIT", "\3" + WRITE));

      client.read();
      awaitHeld(hold, 1);
      assertThat(rows()).isEqualTo(1);
      hold.release();
      client.read();
      assertThat(rows()).isEqualTo(2);
    }
  }

  @Test
  void aDrainLetsAHeldStatementGoOnFirst() throws Exception {
    try (RunningProxy draining = RunningProxy.before(Lab.server().port());
        Connection writer =
            TestServer.connect("127.0.0.1", draining.port(), Lab.USER, Lab.PASSWORD, "")) {
      writer.setCatalog(Lab.SCHEMA);
      Hold hold = draining.holds().place(new HoldScope.WritesTo(HELD), DEADLINE);
      CompletableFuture<Void> write = run(writer, WRITE);
      awaitHeld(hold, 1);
      CompletableFuture<Void> drain =
          CompletableFuture.runAsync(
              () -> draining.server().drain(DEADLINE.plus(DEADLINE)), clients);
      assertThatThrownBy(() -> write.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      hold.release();

      write.get(5, TimeUnit.SECONDS);
      drain.get(5, TimeUnit.SECONDS);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void preparedStatementsWaitByTheirTables() throws Exception {
    Connection writer = connect("useServerPrepStmts=true");
    try (PreparedStatement insert = writer.prepareStatement("INSERT INTO held VALUES (?)")) {
      Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), DEADLINE);
      insert.setInt(1, 7);
      CompletableFuture<Void> write = CompletableFuture.runAsync(() -> execute(insert), clients);
      awaitHeld(hold, 1);

      hold.release();

      write.get(5, TimeUnit.SECONDS);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void whoeverHasTheLockAlreadyGoesOn() throws Exception {
    Connection writer = connect();
    Lab.execute(writer, "BEGIN", WRITE);

    try (Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), DEADLINE)) {
      Lab.execute(writer, WRITE, "COMMIT");

      assertThat(hold.counts().held()).isZero();
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void atTheDeadlineTheyGoOnWhateverHappens() throws Exception {
    Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), Duration.ofMillis(300));
    Connection writer = connect();
    long began = System.nanoTime();

    Lab.execute(writer, WRITE);

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
    assertThat(hold.counts().expired()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void severalHoldsOneAfterTheOtherDoNotAddUp() throws Exception {
    Duration deadline = Duration.ofMillis(800);
    Hold first = proxy.holds().place(new HoldScope.WritesTo(HELD), deadline);
    Connection writer = connect();
    long began = System.nanoTime();
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(first, 1);
    Lab.await("half of the deadline", () -> first.counts().longestWait().toMillis() > 400);
    Hold second = proxy.holds().place(new HoldScope.Touching(HELD), deadline);
    first.release();
    awaitHeld(second, 1);

    write.get(5, TimeUnit.SECONDS);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1300));
    assertThat(second.counts().expired()).isEqualTo(1);
    second.release();
  }

  @Test
  void aClientThatDiesWhileHeldIsForgottenAndItsStatementNeverSent() throws Exception {
    Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), Duration.ofSeconds(5));
    Connection writer = connect();
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(hold, 1);

    writer.abort(Runnable::run);

    Lab.await("the hold to be empty", () -> hold.counts().waiting() == 0);
    assertThat(write).failsWithin(Duration.ofSeconds(5));
    hold.release();
    Lab.await("the session's end", () -> heldSessions().isEmpty());
    assertThat(rows()).isZero();
  }

  @Test
  void newReadViewsWaitAndAutocommitFlows() throws Exception {
    Connection inTransaction = connect();
    Lab.execute(inTransaction, "BEGIN");
    Hold hold = proxy.holds().place(new HoldScope.NewReadViews(), DEADLINE);
    Lab.execute(connect(), "SELECT * FROM free", "INSERT INTO free VALUES (NULL)");
    assertThat(hold.counts().held()).isZero();

    CompletableFuture<Void> read = run(inTransaction, "SELECT * FROM free");
    awaitHeld(hold, 1);
    hold.release();

    read.get(5, TimeUnit.SECONDS);
  }

  @Test
  void manyWaitAndAllGoOn() throws Exception {
    Hold hold = proxy.holds().place(new HoldScope.WritesTo(HELD), Duration.ofSeconds(5));
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writes.add(run(connect(), WRITE));
    }
    awaitHeld(hold, 50);

    hold.release();

    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    assertThat(rows()).isEqualTo(50);
  }

  private static void awaitHeld(Hold hold, int count) {
    Lab.await(count + " held", () -> hold.counts().waiting() == count);
  }

  private static List<SessionSnapshot> heldSessions() throws Exception {
    return proxy.sessions().stream().filter(SessionSnapshot::isHeld).toList();
  }

  private static long rows() throws Exception {
    try (Connection server = Lab.direct()) {
      return Long.parseLong(String.valueOf(Lab.ask(server, "SELECT COUNT(*) FROM held")));
    }
  }

  private static byte[] both(String first, String second) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(RawClient.packet(0, first.getBytes(StandardCharsets.UTF_8)));
    bytes.writeBytes(RawClient.packet(0, second.getBytes(StandardCharsets.UTF_8)));
    return bytes.toByteArray();
  }

  private CompletableFuture<Void> run(Connection connection, String sql) {
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

  private static void execute(PreparedStatement statement) {
    try {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return connect("");
  }

  private Connection connect(String options) throws SQLException {
    Connection connection =
        TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, options);
    connection.setCatalog(Lab.SCHEMA);
    connections.add(connection);
    return connection;
  }
}
