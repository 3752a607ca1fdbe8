package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningLowtide;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What writers did to a table, each to rows of its own, committed only. */
final class Books {

  private final RunningLowtide lowtide;
  private final Map<Integer, String> rows = new ConcurrentHashMap<>();

  Books(RunningLowtide lowtide) {
    this.lowtide = lowtide;
  }

  void write(int seed, AtomicBoolean isOver) {
    Random random = new Random(seed);
    int next = seed * 1_000_000;
    try (Connection writer = Lab.through(lowtide)) {
      while (!isOver.get()) {
        int id = next++;
        String value = "value " + random.nextInt();
        Lab.execute(
            writer,
            "BEGIN",
            "SELECT COUNT(*) FROM bloated WHERE id = " + id,
            "INSERT INTO bloated VALUES (" + id + ", '" + value + "')");
        boolean isKept = random.nextInt(4) > 0;
        Lab.execute(writer, isKept ? "COMMIT" : "ROLLBACK");
        if (isKept) {
          rows.put(id, value);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(40));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a client saw an error", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void assertSameAs(Connection server) throws SQLException {
    List<String> expected =
        rows.entrySet().stream().map(row -> row.getKey() + "|" + row.getValue() + "|").toList();
    assertThat(Lab.rows(server, "SELECT * FROM bloated WHERE id >= 1000000"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
