package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever stands in a table's way is seen within two ticks, and named. */
class QuietGateIT {

  private static final TableName TABLE = new TableName(Lab.SCHEMA, "gated");
  private static final String IN_USE = "sessions that use the table";
  private static final String LOCKED = "locks on the table";
  private static final String READ_VIEWS = "read views";
  private static final String WHOLE_SERVER = "locks on the whole server";
  private static final String PREPARED_XA = "prepared XA transactions";

  /**
   * A run for the table is approved, and waits because a statement was written to it an hour ago.
   */
  private static final String SETTINGS =
      "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
          + " commandsInFlightMax: 1000, threadsRunningMax: 1000 }";

  private RunningLowtide lowtide;
  private QuietGate gate;
  private Connection client;
  private Connection bypass;
  private Connection guard;
  private RunId run;

  @BeforeEach
  void start() throws Exception {
    lowtide = RunningLowtide.start(Lab.server(), SETTINGS, "candidates: { fileSizeMin: 0B }");
    gate = new QuietGate(lowtide);
    bypass = Lab.direct();
    Bloat.table(bypass, "gated");
    Lab.execute(bypass, "DROP TABLE IF EXISTS aside", "CREATE TABLE aside (id INT PRIMARY KEY)");
    guard = Lab.direct();
    // Something is in the way all the time, so that the run never begins.
    Lab.execute(guard, "LOCK TABLES gated READ");
    client = Lab.through(lowtide);
    run =
        lowtide
            .app()
            .operator()
            .request(TABLE, Optional.of(ShrinkMethod.COPY_UNDER_HOLD), "requester")
            .id();
    lowtide.app().operator().approve(run, "approver");
    gate.awaitBusy(run, LOCKED, named(guard) + " holds SHARED_READ_ONLY");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    bypass.close();
    lowtide.close();
    guard.close();
  }

  @Test
  void aTransactionThroughTheProxyThatHasTouchedTheTable() throws Exception {
    Lab.execute(client, "BEGIN", "SELECT * FROM gated LIMIT 1");

    gate.awaitBusy(run, IN_USE, "session " + id(client) + " (" + Lab.USER + "@");
    gate.awaitBusy(run, IN_USE, ", open for ");

    Lab.execute(client, "COMMIT");
    gate.awaitMet(run, IN_USE);
  }

  @Test
  void aStatementInFlight() throws Exception {
    CompletableFuture<Void> statement =
        executing(client, "SELECT SLEEP(3) FROM (SELECT id FROM gated LIMIT 1) g");

    gate.awaitBusy(run, IN_USE, "session " + id(client) + " (" + Lab.USER + "@");
    gate.awaitBusy(run, IN_USE, ", in a statement for ");

    statement.join();
    gate.awaitMet(run, IN_USE);
  }

  @Test
  void lockTables() throws Exception {
    Lab.execute(client, "LOCK TABLES gated READ");

    gate.awaitBusy(run, LOCKED, named(client) + " holds SHARED_READ_ONLY");

    Lab.execute(client, "UNLOCK TABLES");
    gate.awaitMet(run, IN_USE);
  }

  @Test
  void aHandler() throws Exception {
    Lab.execute(client, "HANDLER gated OPEN");

    gate.awaitBusy(run, LOCKED, named(client) + " holds SHARED");

    Lab.execute(client, "HANDLER gated CLOSE");
    gate.awaitMet(run, IN_USE);
  }

  @Test
  void aSessionThatBypassesTheProxyAndOneThatAwaitsALock() throws Exception {
    Lab.execute(bypass, "BEGIN", "SELECT * FROM gated LIMIT 1");
    gate.awaitBusy(run, LOCKED, named(bypass) + " holds SHARED_READ");

    Connection definer = Lab.direct();
    CompletableFuture<Void> alter = executing(definer, "ALTER TABLE gated COMMENT = 'awaited'");
    try {
      gate.awaitBusy(run, LOCKED, "session " + id(definer) + " (" + Lab.USER + "@");
      gate.awaitBusy(run, LOCKED, " awaits ");
    } finally {
      Lab.execute(bypass, "KILL " + id(definer), "COMMIT");
      alter.join();
    }
  }

  @Test
  void aPreparedXaTransactionWhoseSessionIsGone() throws Exception {
    try (Connection xa = Lab.direct()) {
      Lab.execute(
          xa,
          "XA START 'gate'",
          "SELECT * FROM gated LIMIT 1",
          "XA END 'gate'",
          "XA PREPARE 'gate'");
      gate.awaitBusy(PREPARED_XA, "1");
    }
    try {
      gate.awaitBusy(run, LOCKED, "a prepared XA transaction without a session holds SHARED_READ");
      assertThat(condition(PREPARED_XA).value()).isEqualTo("1");
    } finally {
      Lab.execute(bypass, "XA ROLLBACK 'gate'");
    }
    gate.awaitQuiet();
  }

  @Test
  void aPreparedXaTransactionElsewhereIsBusyForEveryTable() throws Exception {
    try (Connection xa = Lab.direct()) {
      Lab.execute(
          xa,
          "XA START 'gate'",
          "INSERT INTO aside VALUES (1)",
          "XA END 'gate'",
          "XA PREPARE 'gate'");
    }
    try {
      gate.awaitBusy(run, PREPARED_XA, "1");
    } finally {
      Lab.execute(bypass, "XA ROLLBACK 'gate'");
    }
    gate.awaitQuiet();
  }

  @Test
  void anOlderReadViewThatHasNeverTouchedTheTable() throws Exception {
    Lab.execute(bypass, "START TRANSACTION WITH CONSISTENT SNAPSHOT", "SELECT * FROM aside");

    gate.awaitBusy(run, READ_VIEWS, named(bypass) + ", since ");

    Lab.execute(bypass, "COMMIT");
    gate.awaitMet(run, READ_VIEWS);
  }

  @Test
  void anOlderReadViewThroughTheProxy() throws Exception {
    Lab.execute(client, "START TRANSACTION WITH CONSISTENT SNAPSHOT");

    gate.awaitBusy(run, READ_VIEWS, named(client));

    Lab.execute(client, "COMMIT");
    gate.awaitMet(run, READ_VIEWS);
  }

  @Test
  void aTransactionThatHasNotLookedAtAnythingHasNoReadView() throws Exception {
    Lab.execute(client, "BEGIN");
    Lab.execute(bypass, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "BEGIN");
    Lab.execute(bypass, "SELECT * FROM aside");
    try (Connection older = Lab.direct()) {
      Lab.execute(older, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      gate.awaitBusy(run, READ_VIEWS, named(older));

      assertThat(condition(run, READ_VIEWS).value())
          .doesNotContain("session " + id(client) + " ")
          .doesNotContain("session " + id(bypass) + " ");
    }
    gate.awaitMet(run, READ_VIEWS);
  }

  @Test
  void aBackup() throws Exception {
    try (Connection backup = Lab.server().connect()) {
      Lab.execute(backup, "LOCK INSTANCE FOR BACKUP");
      gate.awaitBusy(WHOLE_SERVER, named(backup) + " holds LOCK INSTANCE FOR BACKUP");
      gate.awaitBusy(run, WHOLE_SERVER, named(backup));
    }
    gate.awaitQuiet();
  }

  @Test
  void aGlobalReadLockHeldAndAwaited() throws Exception {
    Lab.execute(guard, "UNLOCK TABLES", "LOCK TABLES gated READ, aside WRITE");
    try (Connection dump = Lab.server().connect()) {
      String id = named(dump);
      CompletableFuture<Void> awaited = executing(dump, "FLUSH TABLES WITH READ LOCK");
      gate.awaitBusy(WHOLE_SERVER, id);
      // It flushes what is open before it is done, so the table must not be opened meanwhile.
      Lab.execute(guard, "UNLOCK TABLES");
      awaited.join();
      Lab.execute(guard, "LOCK TABLES gated READ");
      gate.awaitBusy(WHOLE_SERVER, id + " holds FLUSH TABLES WITH READ LOCK");
    }
    gate.awaitQuiet();
  }

  private ConditionView condition(String signal) {
    return gate.now().conditions().stream()
        .filter(condition -> condition.signal().equals(signal))
        .findFirst()
        .orElseThrow();
  }

  private ConditionView condition(RunId run, String signal) {
    return gate.run(run).conditions().stream()
        .filter(condition -> condition.signal().equals(signal))
        .findFirst()
        .orElseThrow();
  }

  /** As the server names it. */
  private static String named(Connection connection) throws Exception {
    String account = Lab.ask(connection, "SELECT USER()");
    return "session " + id(connection) + " (" + account + ")";
  }

  private static long id(Connection connection) throws Exception {
    return connection.unwrap(JdbcConnection.class).getId();
  }

  /** Whatever becomes of it: the test ends it, and looks at what it made others wait for. */
  private static CompletableFuture<Void> executing(Connection connection, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            Lab.execute(connection, sql);
          } catch (SQLException e) {
            // It was ended.
          }
        });
  }
}
