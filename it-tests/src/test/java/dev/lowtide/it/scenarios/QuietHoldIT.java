package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldScope;
import dev.lowtide.proxy.hold.HoldState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** While a hold is quiet, nobody has a lock on what it holds: the server is asked. */
class QuietHoldIT extends HoldScenario {

  private static final int CLIENTS = 12;
  private static final int ACCOUNTS = 50;
  private static final Duration LASTS = Duration.ofSeconds(6);
  private static final Duration DEADLINE_OF_HOLDS = Duration.ofMillis(400);
  private static final HoldScope ACCOUNTS_HELD =
      new HoldScope.Touching(Reach.of(new TableName(Lab.SCHEMA, "accounts")));

  private static final String LOCKS =
      "SELECT COUNT(*) FROM performance_schema.metadata_locks"
          + " WHERE OBJECT_SCHEMA = 'lab' AND OBJECT_NAME = 'accounts'";

  private final Set<Integer> done = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile long endNanos;

  @Test
  void whileAHoldIsQuietNobodyHasALockOnTheTable() throws Exception {
    assertThat(transferUnderHolds()).as("holds that were quiet").isGreaterThan(5);
  }

  /** Returns how often it was quiet. */
  private int transferUnderHolds() throws Exception {
    try (Connection server = Lab.direct()) {
      Lab.execute(
          server,
          "DROP TABLE IF EXISTS accounts, transfers",
          "CREATE TABLE accounts (id INT PRIMARY KEY, money INT NOT NULL)",
          "CREATE TABLE transfers (id INT PRIMARY KEY)");
      for (int id = 0; id < ACCOUNTS; id++) {
        Lab.execute(server, "INSERT INTO accounts VALUES (" + id + ", 1000)");
      }
      List<Connection> connected = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        connected.add(connect());
      }
      endNanos = System.nanoTime() + LASTS.toNanos();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(i);
        Connection client = connected.get(i);
        all.add(clients.submit(() -> transferUntilTheEnd(client, random)));
      }

      int quiet = holdUntilTheEnd(server, endNanos);

      for (Future<?> client : all) {
        client.get(30, TimeUnit.SECONDS);
      }
      assertThat(done).hasSizeGreaterThan(CLIENTS);
      assertBooksAreRight(server);
      return quiet;
    }
  }

  private Void transferUntilTheEnd(Connection client, Random random) throws Exception {
    while (System.nanoTime() < endNanos) {
      transfer(client, lastId.incrementAndGet(), random);
    }
    return null;
  }

  /** The lower account first, so that the transfers are no deadlocks among themselves. */
  private void transfer(Connection client, int id, Random random) throws SQLException {
    int one = random.nextInt(ACCOUNTS - 1);
    int other = one + 1 + random.nextInt(ACCOUNTS - 1 - one);
    Lab.execute(client, "BEGIN", "INSERT INTO transfers VALUES (" + id + ")");
    Lab.execute(client, "UPDATE accounts SET money = money - 1 WHERE id = " + one);
    Lab.execute(client, "UPDATE accounts SET money = money + 1 WHERE id = " + other, "COMMIT");
    done.add(id);
  }

  private static int holdUntilTheEnd(Connection server, long endNanos) throws SQLException {
    Random random = new Random(4711);
    int quiet = 0;
    while (System.nanoTime() < endNanos) {
      Hold hold = place(ACCOUNTS_HELD, DEADLINE_OF_HOLDS);
      Lab.await("quiet or the end", () -> hold.state() != HoldState.HOLDING);
      if (hold.state() == HoldState.QUIET) {
        String locks = Lab.ask(server, LOCKS);
        if (hold.state() == HoldState.QUIET) {
          assertThat(locks).as("locks on a quiet table").isEqualTo("0");
          quiet++;
        }
      }
      if (random.nextInt(5) > 0) {
        hold.release();
      } else {
        Lab.await("the end of a hold whose holder died", hold::isOver);
      }
    }
    return quiet;
  }

  private void assertBooksAreRight(Connection server) throws SQLException {
    assertThat(Lab.ask(server, "SELECT SUM(money) FROM accounts"))
        .isEqualTo(String.valueOf(ACCOUNTS * 1000));
    List<Integer> booked = new ArrayList<>();
    for (String row : Lab.rows(server, "SELECT id FROM transfers")) {
      booked.add(Integer.valueOf(row.replace("|", "")));
    }
    assertThat(booked).containsExactlyInAnyOrderElementsOf(done);
  }
}
