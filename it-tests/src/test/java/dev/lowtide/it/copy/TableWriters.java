package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that insert, update, delete and change keys, and remember what they have committed. */
final class TableWriters {

  static final int FIRST_ID = 1_000_000;

  private final Map<Integer, String> rows = new ConcurrentSkipListMap<>();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicInteger writes = new AtomicInteger();
  private final List<CompletableFuture<Void>> clients = new ArrayList<>();

  private TableWriters() {}

  static TableWriters begin(RunningLowtide lowtide, int clients) {
    TableWriters writers = new TableWriters();
    for (int seed = 1; seed <= clients; seed++) {
      int number = seed;
      writers.clients.add(
          CompletableFuture.runAsync(
              () -> writers.write(lowtide, new Random(number), number * FIRST_ID)));
    }
    return writers;
  }

  static Connection connect(RunningLowtide lowtide) throws SQLException {
    Connection connection = lowtide.connect(Lab.USER, Lab.PASSWORD, "");
    Lab.execute(connection, "USE " + CopyLab.SCHEMA);
    return connection;
  }

  void awaitWrites(int more) {
    int until = writes.get() + more;
    Lab.await(more + " more writes", () -> writes.get() >= until || isBroken());
    assertThat(isBroken()).as("a client saw an error").isFalse();
  }

  /** Whatever a client saw is thrown. */
  void end() throws Exception {
    isOver.set(true);
    CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
  }

  void assertSameAs(Connection server) throws Exception {
    List<String> expected =
        rows.entrySet().stream().map(row -> row.getKey() + "|" + row.getValue() + "|").toList();
    assertThat(Lab.rows(server, "SELECT id, v FROM t WHERE id >= " + FIRST_ID + " ORDER BY id"))
        .isEqualTo(expected);
  }

  private boolean isBroken() {
    return clients.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  private void write(RunningLowtide lowtide, Random random, int from) {
    List<Integer> mine = new ArrayList<>();
    int next = from;
    try (Connection client = connect(lowtide)) {
      while (!isOver.get()) {
        int id = mine.isEmpty() ? 0 : mine.get(random.nextInt(mine.size()));
        String value = "value " + random.nextInt();
        switch (mine.isEmpty() ? 0 : random.nextInt(5)) {
          case 0, 1 -> {
            Lab.execute(client, "INSERT INTO t (id, v) VALUES (" + next + ", '" + value + "')");
            rows.put(next, value);
            mine.add(next++);
          }
          case 2 -> {
            Lab.execute(client, "UPDATE t SET v = '" + value + "' WHERE id = " + id);
            rows.put(id, value);
          }
          case 3 -> {
            Lab.execute(client, "DELETE FROM t WHERE id = " + id);
            rows.remove(id);
            mine.remove((Integer) id);
          }
          default -> {
            Lab.execute(client, "UPDATE t SET id = " + next + " WHERE id = " + id);
            rows.put(next, String.valueOf(rows.remove(id)));
            mine.remove((Integer) id);
            mine.add(next++);
          }
        }
        writes.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a client saw an error", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
