package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.EndedView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person ends a session: exactly the transaction they saw, at the proxy or at the server. */
class EndSessionIT {

  private static final String BY = "ann";

  /** An application's account that no right protects from being ended. */
  private static final String USER = "plain_app";

  /** ER_SESSION_WAS_KILLED. */
  private static final int KILLED = 3169;

  private static final String MAY_END_OTHERS =
      "GRANT CONNECTION_ADMIN ON *.* TO " + RunningLowtide.TARGET_USER;

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private Connection root;

  @BeforeEach
  void makeTable() throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    root = Lab.server().connect();
    root.setCatalog(Lab.SCHEMA);
    toClose.add(root);
    Lab.execute(
        root,
        "DROP USER IF EXISTS " + USER,
        "CREATE USER " + USER + " IDENTIFIED BY '" + Lab.PASSWORD + "'",
        "GRANT ALL ON lab.* TO " + USER,
        "DROP TABLE IF EXISTS kept",
        "CREATE TABLE kept (id INT PRIMARY KEY)");
  }

  @AfterEach
  void close() throws Exception {
    Lab.execute(root, MAY_END_OTHERS.replace("GRANT", "REVOKE").replace(" TO ", " FROM "));
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
    clients.shutdownNow();
  }

  @Test
  void anIdleTransactionIsRolledBackAndNobodyElseNotices() throws Exception {
    RunningLowtide lowtide = lowtide(false);
    Connection blocker = through(lowtide);
    Connection other = through(lowtide);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    Lab.execute(other, "BEGIN", "INSERT INTO kept VALUES (2)");
    EndableView seen = session(lowtide, blocker);

    EndedView ended = end(lowtide, seen);

    assertThat(ended.text()).contains("ended session " + seen.threadId(), "lab.kept w");
    SQLException heard =
        catchThrowableOfType(SQLException.class, () -> Lab.ask(blocker, "SELECT 1"));
    assertThat(heard.getErrorCode()).isEqualTo(KILLED);
    assertThat(heard.getMessage()).isEqualTo("Session was killed by an operator of the proxy");
    assertThat(blocker.isValid(1)).isFalse();
    Lab.execute(other, "COMMIT");
    awaitGone(seen.threadId());
    assertThat(Lab.ask(root, "SELECT GROUP_CONCAT(id) FROM kept")).isEqualTo("2");
    assertThat(lowtide.app().operator().audit().get(0))
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly(BY, "end session", ended.text());
  }

  @Test
  void whoeverHasCommittedMeanwhileIsNotEnded() throws Exception {
    RunningLowtide lowtide = lowtide(false);
    Connection blocker = through(lowtide);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    EndableView seen = session(lowtide, blocker);
    Lab.execute(blocker, "COMMIT");

    assertThat(refused(() -> end(lowtide, seen)))
        .hasMessage(
            "session " + seen.threadId() + " has no transaction open any more; nothing was ended");
    assertThat(Lab.ask(blocker, "SELECT COUNT(*) FROM kept")).isEqualTo("1");
  }

  @Test
  void whoeverIsInTheNextTransactionIsNotEnded() throws Exception {
    RunningLowtide lowtide = lowtide(false);
    Connection blocker = through(lowtide);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    EndableView seen = session(lowtide, blocker);
    Lab.execute(blocker, "COMMIT", "BEGIN", "INSERT INTO kept VALUES (2)");

    assertThat(refused(() -> end(lowtide, seen)))
        .hasMessageContaining("is in another transaction than " + seen.transaction());
    Lab.execute(blocker, "COMMIT");
    assertThat(Lab.ask(root, "SELECT COUNT(*) FROM kept")).isEqualTo("2");
  }

  @Test
  void aStatementAtWorkIsKilledWhereThatIsAllowed() throws Exception {
    RunningLowtide lowtide = lowtide(true);
    Connection blocker = through(lowtide);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    CompletableFuture<SQLException> client = sleeping(lowtide, blocker);
    EndableView seen = session(lowtide, blocker);

    assertThat(end(lowtide, seen).text()).contains("its statement was killed");

    assertThat(client.get(10, TimeUnit.SECONDS).getErrorCode()).isEqualTo(KILLED);
    awaitGone(seen.threadId());
    assertThat(Lab.ask(root, "SELECT COUNT(*) FROM kept")).isEqualTo("0");
  }

  @Test
  void whereItIsNotAllowedTheMissingRightIsNamed() throws Exception {
    RunningLowtide lowtide = lowtide(false);
    Connection blocker = through(lowtide);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    CompletableFuture<SQLException> client = sleeping(lowtide, blocker);
    EndableView seen = session(lowtide, blocker);

    assertThat(end(lowtide, seen).text())
        .contains("its statement goes on at the server until it next looks at its connection")
        .contains("GRANT CONNECTION_ADMIN ON *.* TO 'lowtide'@'%'");

    assertThat(client.get(10, TimeUnit.SECONDS).getErrorCode()).isEqualTo(KILLED);
    Lab.execute(root, "KILL CONNECTION " + seen.threadId());
  }

  @Test
  void whoBypassesTheProxyIsEndedAtTheServer() throws Exception {
    RunningLowtide lowtide = lowtide(true);
    Connection blocker = direct(USER);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    EndableView seen = session(lowtide, blocker);
    assertThat(seen.isProxied()).isFalse();
    assertThat(seen.tables()).contains("lab.kept SHARED_WRITE");

    assertThat(end(lowtide, seen).text()).contains("ended session " + seen.threadId());

    awaitGone(seen.threadId());
    assertThatThrownBy(() -> Lab.ask(blocker, "SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(Lab.ask(root, "SELECT COUNT(*) FROM kept")).isEqualTo("0");
  }

  /** InnoDB gives two such transactions in a row the same trx_id. */
  @Test
  void whoBypassesAndReadsInTheNextTransactionIsNotEnded() throws Exception {
    RunningLowtide lowtide = lowtide(true);
    Connection reader = direct(USER);
    Lab.execute(reader, "BEGIN", "SELECT * FROM kept");
    EndableView seen = session(lowtide, reader);
    Lab.execute(reader, "COMMIT", "BEGIN", "SELECT * FROM kept");

    assertThat(refused(() -> end(lowtide, seen)))
        .hasMessageContaining("is in another transaction than " + seen.transaction());
    assertThat(Lab.ask(reader, "SELECT COUNT(*) FROM kept")).isEqualTo("0");
  }

  @Test
  void whoBypassesAndWroteMeanwhileIsNotEnded() throws Exception {
    RunningLowtide lowtide = lowtide(true);
    Connection writer = direct(USER);
    Lab.execute(writer, "BEGIN", "INSERT INTO kept VALUES (1)");
    EndableView seen = session(lowtide, writer);
    Lab.execute(writer, "COMMIT", "BEGIN", "INSERT INTO kept VALUES (2)");

    assertThat(refused(() -> end(lowtide, seen)))
        .hasMessageContaining("is in another transaction than " + seen.transaction());
    Lab.execute(writer, "COMMIT");
  }

  @Test
  void withoutTheRightNobodyWhoBypassesIsEnded() throws Exception {
    RunningLowtide lowtide = lowtide(false);
    Connection blocker = direct(USER);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    EndableView seen = session(lowtide, blocker);

    assertThat(refused(() -> end(lowtide, seen)))
        .hasMessage(
            "the target's account may not end sessions of plain_app (expected: GRANT"
                + " CONNECTION_ADMIN ON *.* TO 'lowtide'@'%')");
    Lab.execute(blocker, "COMMIT");
  }

  @Test
  void anAccountThatTheServerProtectsNeedsAnotherRight() throws Exception {
    RunningLowtide lowtide = lowtide(true);
    Connection blocker = direct(Lab.USER);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");
    EndableView seen = session(lowtide, blocker);

    assertThat(refused(() -> end(lowtide, seen)))
        .hasMessageContaining("GRANT SYSTEM_USER ON *.* TO 'lowtide'@'%'");
  }

  @Test
  void theServersOwnSessionsAndOursAreNobodysToEnd() throws Exception {
    RunningLowtide lowtide = lowtide(true);
    String own = "SELECT MIN(PROCESSLIST_ID) FROM performance_schema.threads WHERE ";
    long daemon = Long.parseLong(Lab.ask(root, own + "PROCESSLIST_COMMAND = 'Daemon'"));
    String ofThisOne = "PROCESSLIST_USER = 'lowtide' AND PROCESSLIST_ID > " + Lab.threadId(root);
    Lab.await("a session of ours", () -> Lab.ask(root, own + ofThisOne) != null);
    long ours = Long.parseLong(Lab.ask(root, own + ofThisOne));

    EndableView daemons = lowtide.app().operator().session(daemon);
    assertThat(daemons.protection()).contains("is one of the server's own");
    assertThat(daemons.mayBeEnded()).isFalse();
    assertThat(lowtide.app().operator().session(ours).protection())
        .isEqualTo("session " + ours + " is one of Lowtide's own");
  }

  @Test
  void commandsEndWhatTheyShowed() throws Exception {
    RunningLowtide lowtide = lowtide(false);
    Connection blocker = through(lowtide);
    long threadId = Lab.threadId(blocker);
    Lab.execute(blocker, "BEGIN", "INSERT INTO kept VALUES (1)");

    Result shown = run(lowtide, "sessions", "--table", "lab.kept", "--open");
    assertThat(shown.out()).contains(threadId + "  " + USER + "@", "lab.kept w");
    assertThat(run(lowtide, "sessions", "--table", "lab.other").out()).isEmpty();
    assertThat(run(lowtide, "end", "" + threadId, "--transaction", "s99.1"))
        .extracting(Result::exitCode)
        .isEqualTo(2);
    Result ended = run(lowtide, "end", "" + threadId);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("ended session " + threadId + ", " + USER + "@");
    awaitGone(threadId);
    Result gone = run(lowtide, "end", "" + threadId);
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err()).contains("session " + threadId + " does not exist");
  }

  private RunningLowtide lowtide(boolean mayEndOthers) throws Exception {
    if (mayEndOthers) {
      Lab.execute(root, MAY_END_OTHERS);
    }
    RunningLowtide lowtide = RunningLowtide.start(Lab.server());
    toClose.add(lowtide);
    return lowtide;
  }

  private Connection through(RunningLowtide lowtide) throws SQLException {
    return open(lowtide.connect(USER, Lab.PASSWORD, ""));
  }

  private Connection direct(String user) throws Exception {
    TestServer server = Lab.server();
    return open(TestServer.connect(server.host(), server.port(), user, Lab.PASSWORD, ""));
  }

  private Connection open(Connection connection) throws SQLException {
    connection.setCatalog(Lab.SCHEMA);
    toClose.add(connection);
    return connection;
  }

  private CompletableFuture<SQLException> sleeping(RunningLowtide lowtide, Connection client)
      throws SQLException {
    long threadId = Lab.threadId(client);
    CompletableFuture<SQLException> heard =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(SQLException.class, () -> Lab.ask(client, "SELECT SLEEP(60)")),
            clients);
    Lab.await(
        "a statement at work",
        () ->
            !lowtide.app().operator().session(threadId).command().isEmpty()
                && "Query"
                    .equals(
                        Lab.ask(
                            root,
                            "SELECT PROCESSLIST_COMMAND FROM performance_schema.threads"
                                + " WHERE PROCESSLIST_ID = "
                                + threadId)));
    return heard;
  }

  /**
   * The server's copy of its transactions is made anew when nobody has read it for 0.1 s, so
   * whoever asks more often never sees a new one.
   */
  private EndableView session(RunningLowtide lowtide, Connection client) throws SQLException {
    long threadId = threadIdOf(client);
    Operator operator = lowtide.app().operator();
    return Awaitility.await("a transaction")
        .pollInterval(Duration.ofMillis(250))
        .until(() -> operator.session(threadId), seen -> !seen.transaction().isEmpty());
  }

  /** Without asking in the session, which may be at work. */
  private static long threadIdOf(Connection client) throws SQLException {
    return client.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).getId();
  }

  private static EndedView end(RunningLowtide lowtide, EndableView seen) {
    return lowtide.app().operator().end(seen.threadId(), seen.transaction(), BY);
  }

  private static OperatorException refused(ThrowingCallable decision) {
    OperatorException no = catchThrowableOfType(OperatorException.class, decision);
    assertThat(no).isNotNull();
    assertThat(no.kind()).isEqualTo(OperatorException.Kind.REFUSED);
    return no;
  }

  private static Result run(RunningLowtide lowtide, String... arguments) throws Exception {
    return LowtideProcess.run(lowtide.folder(), arguments);
  }

  private void awaitGone(long threadId) {
    Lab.await(
        "the end at the server",
        () ->
            "0"
                .equals(
                    Lab.ask(
                        root,
                        "SELECT COUNT(*) FROM performance_schema.threads WHERE PROCESSLIST_ID = "
                            + threadId)));
  }
}
