package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.LedgerBlindException;
import dev.lowtide.scheduler.ledger.Orphan;
import dev.lowtide.scheduler.ledger.Reconciliation;
import dev.lowtide.scheduler.ledger.ServerLock;
import dev.lowtide.scheduler.ledger.ServerSession;
import dev.lowtide.scheduler.mysql.MySqlDictionary;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server knows of sessions that the proxy does not follow, or not any more. */
class LedgerIT {

  private static final TableName PLAIN = new TableName(LedgerLab.SCHEMA, "plain");
  private static final TableName PARENT = new TableName(LedgerLab.SCHEMA, "parent");

  private LedgerLab lab;

  @BeforeEach
  void start() throws Exception {
    lab = LedgerLab.open();
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
  }

  @Test
  void aSessionThatBypassesTheProxyIsNamedWithWhatItHolds() throws Exception {
    try (Connection bypassing =
        TestServer.connect(
            Lab.server().host(),
            Lab.server().port(),
            Lab.USER,
            Lab.PASSWORD,
            "connectionAttributes=program_name:nightly")) {
      Lab.execute(bypassing, "USE ledger_lab", "BEGIN", "UPDATE plain SET v = 5 WHERE id = 1");

      ServerSession found = bypassing(Lab.threadId(bypassing));

      assertThat(found.user()).isEqualTo(Lab.USER);
      assertThat(found.program()).isEqualTo("nightly");
      assertThat(found.schema()).isEqualTo(LedgerLab.SCHEMA);
      assertThat(found.isIdle()).isTrue();
      assertThat(found.transaction()).isNotNull();
      assertThat(held(found.locks())).containsExactly(PLAIN);
      assertThat(found.locks()).extracting(ServerLock::access).contains(Access.WRITE);
    }
  }

  @Test
  void whoPassesTheProxyAndWeOurselvesDoNotBypassIt() throws Exception {
    try (Connection passing = through()) {
      Lab.execute(passing, "BEGIN", "SELECT * FROM plain");

      Reconciliation found = lab.reconcile();

      assertThat(found.blindness()).isEmpty();
      assertThat(found.compared()).isEqualTo(1);
      assertThat(found.bypassing())
          .noneMatch(session -> session.threadId() == threadId(passing))
          .noneMatch(session -> session.user().equals(RunningLowtide.TARGET_USER));
    }
  }

  @Test
  void aStatementThatGoesOnWithoutItsClientIsFoundWithinASecond() throws Exception {
    Connection client = through();
    long thread = threadId(client);
    Lab.execute(client, "BEGIN", "UPDATE plain SET v = 5 WHERE id = 1");
    CompletableFuture<Void> statement =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> Lab.execute(client, "SELECT SLEEP(30)"))
                    .isInstanceOf(Exception.class));
    Lab.await("the statement", () -> lab.proxy().session(thread).command() != null);

    client.unwrap(JdbcConnection.class).abortInternal();
    Instant hungUp = Instant.now();

    Lab.await("the orphan", () -> orphan(thread) != null);
    assertThat(Duration.between(hungUp, Instant.now())).isLessThan(Duration.ofSeconds(1));
    assertThat(held(orphan(thread).session().locks())).containsExactly(PLAIN);
    assertThat(lab.reconcile().bypassing()).noneMatch(it -> it.threadId() == thread);
    try (Connection server = Lab.server().connect()) {
      Lab.execute(server, "KILL " + thread);
    }
    Lab.await("its end", () -> orphan(thread) == null);
    statement.join();
  }

  @Test
  void whoHangsUpInOrderLeavesNothingBehind() throws Exception {
    Connection client = through();
    long thread = threadId(client);
    Lab.execute(client, "BEGIN", "UPDATE plain SET v = 5 WHERE id = 1");

    client.close();

    Lab.await("its end at the proxy", () -> lab.proxy().sessions().isEmpty());
    Reconciliation found = lab.reconcile();
    assertThat(found.orphans()).isEmpty();
    assertThat(found.bypassing()).noneMatch(it -> it.threadId() == thread);
  }

  @Test
  void aPreparedTransactionIsFoundWithItsTablesWhenItsSessionIsGone() throws Exception {
    Connection client = through();
    Lab.execute(
        client,
        "XA START 'left','behind',7",
        "INSERT INTO child VALUES (9, 9, 3)",
        "XA END 'left','behind',7",
        "XA PREPARE 'left','behind',7");
    client.close();
    Lab.await("its end at the proxy", () -> lab.proxy().sessions().isEmpty());

    Lab.await("its locks", () -> !lab.reconcile().locksOfPrepared().isEmpty());

    Reconciliation found = lab.reconcile();
    assertThat(found.prepared().count()).isEqualTo(1);
    assertThat(held(found.locksOfPrepared()))
        .containsExactlyInAnyOrder(new TableName(LedgerLab.SCHEMA, "child"), PARENT);
    assertThat(found.prepared().isAllSeen()).isFalse();
    try (Connection server = Lab.server().connect()) {
      LedgerLab.rollBackAll(server);
    }
    assertThat(lab.reconcile().locksOfPrepared()).isEmpty();
  }

  @Test
  void withTheRightToItXidsAreNamed() throws Exception {
    try (Connection server = Lab.server().connect();
        Connection client = through()) {
      Lab.execute(server, "GRANT XA_RECOVER_ADMIN ON *.* TO " + RunningLowtide.TARGET_USER);
      Lab.execute(
          client, "XA START 'left','behind',7", "DELETE FROM plain", "XA END 'left','behind',7");
      assertThat(lab.reconcile().prepared().count()).isZero();
      Lab.execute(client, "XA PREPARE 'left','behind',7");

      assertThat(lab.reconcile().prepared().xids())
          .containsExactly("X'6C656674',X'626568696E64',7");

      Lab.execute(client, "XA ROLLBACK 'left','behind',7");
      Lab.execute(server, "REVOKE XA_RECOVER_ADMIN ON *.* FROM " + RunningLowtide.TARGET_USER);
    }
  }

  @Test
  void whoMayNotSeeTriggersIsBlind() throws Exception {
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "DROP USER IF EXISTS poor",
          "CREATE USER poor IDENTIFIED BY 'secret'",
          "GRANT SELECT, SHOW VIEW ON *.* TO poor");
    }
    try (Target poor =
        new Target(
            new TargetConfig(Lab.server().host(), Lab.server().port(), "poor", "secret", 1))) {
      assertThatThrownBy(() -> new MySqlDictionary(poor).read())
          .isInstanceOf(LedgerBlindException.class)
          .hasMessage("the dictionary cannot be read: TRIGGER ON *.* is not granted");
    }
  }

  @Test
  void aServerThatKeepsNoAccountOfLocksIsNotBelieved() throws Exception {
    try (Connection server = Lab.server().connect()) {
      String enable =
          "UPDATE performance_schema.setup_instruments SET ENABLED = '%s'"
              + " WHERE NAME = 'wait/lock/metadata/sql/mdl'";
      Lab.execute(server, enable.formatted("NO"));
      try {
        assertThat(lab.reconcile().blindness()).startsWith("the server does not keep account of");
      } finally {
        Lab.execute(server, enable.formatted("YES"));
      }
    }
  }

  private ServerSession bypassing(long thread) throws Exception {
    return lab.reconcile().bypassing().stream()
        .filter(session -> session.threadId() == thread)
        .findFirst()
        .orElseThrow(() -> new AssertionError("session " + thread + " was not found"));
  }

  private Orphan orphan(long thread) throws Exception {
    return lab.reconcile().orphans().stream()
        .filter(orphan -> orphan.session().threadId() == thread)
        .findFirst()
        .orElse(null);
  }

  private Connection through() throws Exception {
    Connection client =
        TestServer.connect("127.0.0.1", lab.proxy().port(), Lab.USER, Lab.PASSWORD, "");
    client.setCatalog(LedgerLab.SCHEMA);
    return client;
  }

  private static long threadId(Connection client) {
    try {
      return client.unwrap(JdbcConnection.class).getId();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<TableName> held(List<ServerLock> locks) {
    return locks.stream().flatMap(lock -> lock.heldTable().stream()).distinct();
  }
}
