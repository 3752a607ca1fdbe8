package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.execute.Swap;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapServer;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay.Kind;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that nobody can hold: which of them a swap must await, and which not. */
class SwapPastTheProxyIT {

  private static final String REPEATABLE =
      "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private SwapLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = SwapLab.open();
    lab.table("(id INT PRIMARY KEY AUTO_INCREMENT, v INT)", 10);
  }

  @AfterEach
  void close() throws Exception {
    clients.shutdownNow();
    lab.close();
  }

  @Test
  void aTransactionThatHasWrittenElsewhereAndLookedAtNothingIsNotAwaited() throws Exception {
    try (Connection other = past()) {
      Lab.execute(other, "BEGIN", "INSERT INTO aside VALUES (1)");
      CopyRecord copy = lab.shadow();

      lab.swap(copy);

      assertThat(Lab.ask(other, "SELECT COUNT(*) FROM swapped")).isEqualTo("10");
      Lab.execute(other, "UPDATE swapped SET v = 5 WHERE id = 10", "COMMIT");
      assertThat(Lab.ask(lab.direct, "SELECT v FROM swapped WHERE id = 10")).isEqualTo("5");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN; INSERT INTO aside VALUES (1); SELECT COUNT(*) FROM aside",
        "BEGIN; SELECT COUNT(*) FROM aside; INSERT INTO aside VALUES (1)",
        "BEGIN; SELECT COUNT(*) FROM aside",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT; INSERT INTO aside VALUES (1)",
      })
  void aTransactionThatLooksAtThePastIsAwaited(String statements) throws Exception {
    try (Connection other = past()) {
      Lab.execute(other, statements.split("; "));
      CopyRecord copy = lab.shadow();

      Swap swap = lab.attempt(copy);

      assertThat(swap.outcome()).isEqualTo(Outcome.NOT_NOW);
      assertThat(swap.reason()).isEqualTo(AbortReason.TABLE_IN_USE);
      assertThat(swap.text()).contains("session " + Lab.threadId(other));
      assertThat(Lab.ask(other, "SELECT COUNT(*) FROM swapped")).isEqualTo("10");
    }
  }

  @Test
  void aStatementThatTheLockKeepsWaitingGoesOnInTheNewTable() throws Exception {
    CopyRecord copy = lab.shadow();
    SwapServer server = lab.server(copy.table(), copy.id());
    try (Connection other = past();
        SwapSession session = lab.session(copy.table(), copy.id())) {
      long thread = Lab.threadId(other);
      Lab.execute(other, "BEGIN", "INSERT INTO aside VALUES (1)");
      session.announce();
      assertThat(session.lock(SwapLab.BUDGET)).isTrue();
      Future<Integer> update =
          clients.submit(() -> update(other, "UPDATE swapped SET v = 7 WHERE id = 3"));
      Lab.await("the update to wait", () -> isWaiting(thread));

      List<InTheWay> found = server.inTheWay(List.of(SwapLab.TABLE));
      assertThat(found)
          .filteredOn(one -> one.kind() == Kind.READ_VIEW)
          .extracting(InTheWay::threadId)
          .contains(thread);
      assertThat(server.threadsWithoutReadView()).contains(thread);
      session.swap();
      session.unlock();

      assertThat(update.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(Lab.ask(other, "SELECT COUNT(*) FROM swapped")).isEqualTo("10");
      Lab.execute(other, "COMMIT");
    }
    assertThat(Lab.ask(lab.direct, "SELECT v FROM swapped WHERE id = 3")).isEqualTo("7");
  }

  @Test
  void aTextThatLooksLikeTheServersOwnMakesNobodyBelieveAnything() throws Exception {
    CopyRecord copy = lab.shadow();
    SwapServer server = lab.server(copy.table(), copy.id());
    try (Connection other = past();
        Connection liar = past()) {
      Lab.execute(other, "BEGIN", "INSERT INTO aside VALUES (1)");
      assertThat(server.threadsWithoutReadView()).contains(Lab.threadId(other));

      long liarsThread = Lab.threadId(liar);
      CompletableFuture<Void> lie =
          CompletableFuture.runAsync(
              () -> say(liar, "SELECT SLEEP(20) /* \n---TRANSACTION 9, ACTIVE 1 sec */"), clients);

      Lab.await("it to be seen", () -> server.threadsWithoutReadView().isEmpty());
      Lab.execute(lab.direct, "KILL QUERY " + liarsThread);
      lie.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aWriterThatLeavesNoGapsDoesNotKeepTheTable() throws Exception {
    Future<Long> writer = clients.submit(this::writeOn);
    for (int i = 0; i < 5; i++) {
      lab.swap(lab.shadow());
    }
    isOver.set(true);
    long written = writer.get(30, TimeUnit.SECONDS);

    assertThat(written).isPositive();
    assertThat(Lab.ask(lab.direct, "SELECT SUM(v) FROM swapped"))
        .isEqualTo(String.valueOf(written));
  }

  /** One transaction after the other; each has written elsewhere before it comes to the table. */
  private long writeOn() throws Exception {
    long written = 0;
    try (Connection other = past()) {
      while (!isOver.get()) {
        int id = 1 + (int) (written % 10);
        Lab.execute(other, "BEGIN", "INSERT INTO aside VALUES (" + (100 + written) + ")");
        lab.changes.begin(id);
        Lab.execute(other, "UPDATE swapped SET v = v + 1 WHERE id = " + id, "COMMIT");
        lab.changes.end(id);
        written++;
      }
    }
    return written;
  }

  private Connection past() throws Exception {
    Connection connection = Lab.server().connect();
    Lab.execute(connection, "USE lab", REPEATABLE);
    return connection;
  }

  private boolean isWaiting(long thread) throws Exception {
    return "1"
        .equals(
            Lab.ask(
                lab.direct,
                "SELECT COUNT(*) FROM performance_schema.metadata_locks m"
                    + " JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID"
                    + " WHERE m.OBJECT_NAME = 'swapped' AND m.LOCK_STATUS = 'PENDING'"
                    + " AND t.PROCESSLIST_ID = "
                    + thread));
  }

  private static int update(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static void say(Connection connection, String sql) {
    try {
      Lab.execute(connection, sql);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
