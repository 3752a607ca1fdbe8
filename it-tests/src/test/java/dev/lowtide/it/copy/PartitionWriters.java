package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that write to all partitions of a table, and move rows between them; each has rows of its
 * own, and keeps the table's book.
 */
final class PartitionWriters {

  private static final int FIRST_ID = 1_000_000;

  private final PartitionedTable table;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicInteger writes = new AtomicInteger();
  private final List<CompletableFuture<Void>> clients = new ArrayList<>();

  private PartitionWriters(PartitionedTable table) {
    this.table = table;
  }

  static PartitionWriters begin(PartitionedTable table, int clients, Callable<Connection> connect) {
    PartitionWriters writers = new PartitionWriters(table);
    for (int number = 0; number < clients; number++) {
      Client client = writers.new Client(number, clients);
      writers.clients.add(CompletableFuture.runAsync(() -> client.write(connect)));
    }
    return writers;
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

  private boolean isBroken() {
    return clients.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  private final class Client {

    private final Random random;
    private final List<Integer> mine;
    private int next;

    Client(int number, int clients) {
      this.random = new Random(number);
      this.next = (number + 1) * FIRST_ID;
      this.mine =
          new ArrayList<>(
              table.rows().keySet().stream().filter(id -> id % clients == number).toList());
    }

    void write(Callable<Connection> connect) {
      try (Connection client = connect.call()) {
        Lab.execute(client, "USE " + CopyLab.SCHEMA);
        while (!isOver.get()) {
          write(client);
          writes.incrementAndGet();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(10));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        throw new IllegalStateException("a client saw an error", e);
      }
    }

    private void write(Connection client) throws SQLException {
      int id = mine.get(random.nextInt(mine.size()));
      switch (random.nextInt(6)) {
        case 0, 1 -> insert(client);
        case 2 -> change(client, id);
        case 3 -> move(client, id);
        case 4 -> changeKey(client, id);
        default -> delete(client, id);
      }
    }

    private void insert(Connection client) throws SQLException {
      int part = random.nextInt(PartitionedTable.PARTS);
      String value = "row " + next + " of a client";
      Lab.execute(
          client,
          "INSERT INTO t (id, part, v) VALUES (" + next + ", " + part + ", '" + value + "')");
      table.rows().put(next, PartitionedTable.row(part, value));
      mine.add(next++);
    }

    private void change(Connection client, int id) throws SQLException {
      String value = "changed " + id + " to " + random.nextInt();
      Lab.execute(client, "UPDATE t SET v = '" + value + "' WHERE id = " + id);
      table.rows().put(id, PartitionedTable.row(part(id), value));
    }

    /** Most such rows go to another partition. */
    private void move(Connection client, int id) throws SQLException {
      int part = random.nextInt(PartitionedTable.PARTS);
      Lab.execute(client, "UPDATE t SET part = " + part + " WHERE id = " + id);
      table.rows().put(id, PartitionedTable.row(part, value(id)));
    }

    private void changeKey(Connection client, int id) throws SQLException {
      Lab.execute(client, "UPDATE t SET id = " + next + " WHERE id = " + id);
      table.rows().put(next, Objects.requireNonNull(table.rows().remove(id)));
      mine.remove((Integer) id);
      mine.add(next++);
    }

    private void delete(Connection client, int id) throws SQLException {
      Lab.execute(client, "DELETE FROM t WHERE id = " + id);
      table.rows().remove(id);
      mine.remove((Integer) id);
    }

    private int part(int id) {
      return Integer.parseInt(cells(id)[0]);
    }

    private String value(int id) {
      return cells(id)[1];
    }

    private String[] cells(int id) {
      return Objects.requireNonNull(table.rows().get(id)).split("\\|");
    }
  }
}
