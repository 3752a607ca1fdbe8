package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.execute.Backoff;
import dev.lowtide.scheduler.execute.Swap;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Swap after swap while clients write: nobody sees an error, and no write is lost. */
class SwapUnderLoadIT {

  private static final Logger log = LoggerFactory.getLogger(SwapUnderLoadIT.class);

  /** Four fifths of the budget; none is begun later. */
  private static final Duration RENAME_BY = SwapLab.BUDGET.multipliedBy(4).dividedBy(5);

  private static final int SWAPS = 50;
  private static final int CLIENTS = 8;
  private static final int ROWS = 200;
  private static final int ATTEMPTS_MAX = 40;

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final AtomicInteger nextId = new AtomicInteger(ROWS);

  @Test
  void fiftySwapsUnderWritesLoseNothingAndHurtNobody() throws Exception {
    try (SwapLab lab = SwapLab.open()) {
      lab.table("(id INT PRIMARY KEY AUTO_INCREMENT, v INT NOT NULL DEFAULT 0)", ROWS);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int seed = i;
        all.add(clients.submit(() -> write(lab, seed)));
      }
      List<Swap> swaps = swaps(lab);
      isOver.set(true);
      for (Future<?> client : all) {
        client.get(30, TimeUnit.SECONDS);
      }

      assertThat(Lab.ask(lab.direct, "SELECT SUM(v) FROM swapped"))
          .isEqualTo(String.valueOf(added.get()));
      report(swaps);
      assertThat(swaps)
          .allSatisfy(
              swap ->
                  assertThat(untilRename(swap)).as(swap.steps().toString()).isLessThan(RENAME_BY));
      assertThat(withinBudget(swaps)).as("holds within the budget").isGreaterThanOrEqualTo(45);
    } finally {
      clients.shutdownNow();
    }
  }

  private static List<Swap> swaps(SwapLab lab) throws Exception {
    List<Swap> swaps = new ArrayList<>();
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 7);
    for (int i = 0; i < SWAPS; i++) {
      CopyRecord copy = lab.shadow();
      Swap swap = lab.attempt(copy);
      for (int tries = 1; swap.outcome() == Outcome.NOT_NOW && tries < ATTEMPTS_MAX; tries++) {
        log.info("not now: {} {}", swap.text(), swap.steps());
        new SwapLab.RealPace().pause(backoff.next());
        swap = lab.attempt(copy);
      }
      assertThat(swap.outcome()).as(swap.text()).isEqualTo(Outcome.SWAPPED);
      backoff.reset();
      swaps.add(swap);
    }
    return swaps;
  }

  /** A rename that has begun is never broken off: how long it takes is the disk's affair. */
  private static Duration untilRename(Swap swap) {
    return swap.steps().stream()
        .takeWhile(step -> !step.name().equals("swap"))
        .map(Swap.Step::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static long withinBudget(List<Swap> swaps) {
    return swaps.stream().filter(swap -> swap.held().compareTo(SwapLab.BUDGET) <= 0).count();
  }

  private void report(List<Swap> swaps) {
    Swap worst = swaps.get(0);
    Duration locked = Duration.ZERO;
    for (Swap swap : swaps) {
      worst = swap.held().compareTo(worst.held()) > 0 ? swap : worst;
      locked = locked.plus(swap.waits().cutOver());
    }
    log.info(
        "swaps={} within budget={} longest hold={} ms {} mean lock={} ms longest client wait={} ms",
        swaps.size(),
        withinBudget(swaps),
        worst.held().toMillis(),
        worst.steps(),
        locked.dividedBy(swaps.size()).toMillis(),
        TimeUnit.NANOSECONDS.toMillis(longestNanos.get()));
  }

  private Void write(SwapLab lab, int seed) throws Exception {
    Random random = new Random(seed);
    String options = seed % 2 == 0 ? "useServerPrepStmts=true&cachePrepStmts=true" : "";
    try (Connection client = lab.client(options)) {
      client.setTransactionIsolation(
          seed % 4 < 2
              ? Connection.TRANSACTION_REPEATABLE_READ
              : Connection.TRANSACTION_READ_COMMITTED);
      while (!isOver.get()) {
        long began = System.nanoTime();
        switch (random.nextInt(4)) {
          case 0 -> insert(lab, client);
          case 1 -> transaction(lab, client, random);
          case 2 -> Lab.ask(client, "SELECT SUM(v) FROM swapped WHERE id < 50");
          default -> add(lab, client, 1 + random.nextInt(ROWS));
        }
        longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
        new SwapLab.RealPace().pause(Duration.ofMillis(random.nextInt(6)));
      }
    }
    return null;
  }

  private void add(SwapLab lab, Connection client, int id) throws Exception {
    lab.changes.begin(id);
    try {
      update(client, id);
    } finally {
      lab.changes.end(id);
    }
  }

  private void update(Connection client, int id) throws Exception {
    try (PreparedStatement update =
        client.prepareStatement("UPDATE swapped SET v = v + 1 WHERE id = ?")) {
      update.setInt(1, id);
      added.addAndGet(update.executeUpdate());
    }
  }

  private void insert(SwapLab lab, Connection client) throws Exception {
    int id = nextId.incrementAndGet();
    lab.changes.begin(id);
    try (PreparedStatement insert =
        client.prepareStatement("INSERT INTO swapped (id, v) VALUES (?, 1)")) {
      insert.setInt(1, id);
      added.addAndGet(insert.executeUpdate());
    } finally {
      lab.changes.end(id);
    }
  }

  /** Reads first, so that at REPEATABLE READ it has a view of the past. */
  private void transaction(SwapLab lab, Connection client, Random random) throws Exception {
    int id = 1 + random.nextInt(ROWS);
    client.setAutoCommit(false);
    lab.changes.begin(id);
    try (PreparedStatement select =
        client.prepareStatement("SELECT v FROM swapped WHERE id = ? FOR UPDATE")) {
      Lab.ask(client, "SELECT COUNT(*) FROM aside");
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).as("row " + id).isTrue();
      }
      update(client, id);
      client.commit();
    } finally {
      lab.changes.end(id);
      client.setAutoCommit(true);
    }
  }
}
