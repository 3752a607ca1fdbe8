package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.util.Locale;

/**
 * How long a shrink takes without load, and what it leaves, by the server's own ways and by
 * Lowtide, in turn:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.ShrinkRace PORT:USER:PASSWORD [ROUNDS]
 * </pre>
 *
 * The table has 600,000 rows, of which seven of ten are deleted.
 */
public final class ShrinkRace {

  private static final int ROUNDS = 3;
  private static final long ROWS = 600_000;
  private static final int DEAD_TENTHS = 7;
  private static final long PATIENCE_SECONDS = 300;

  private final TestServer server;
  private final BenchLowtide lowtide;

  /** A way to make a table smaller. */
  private interface Way {
    void shrink(DeadTable table) throws Exception;
  }

  private ShrinkRace(TestServer server, BenchLowtide lowtide) {
    this.server = server;
    this.lowtide = lowtide;
  }

  public static void main(String[] arguments) throws Exception {
    TestServer server = GivenServer.parse(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
    try (BenchLowtide lowtide =
        BenchLowtide.start(
            server,
            "approval: automatic",
            "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, historyLengthMax: 1000000000,"
                + " checkpointAgePercentMax: 100 }")) {
      ShrinkRace race = new ShrinkRace(server, lowtide);
      System.out.printf("%-16s %8s %14s %14s%n", "way", "seconds", "bytes before", "bytes after");
      for (int i = 0; i < rounds; i++) {
        race.run("OPTIMIZE TABLE", table -> table.execute("OPTIMIZE TABLE " + DeadTable.TABLE));
        race.run(
            "ALGORITHM=COPY",
            table -> table.execute("ALTER TABLE " + DeadTable.TABLE + " FORCE, ALGORITHM=COPY"));
        race.run("Lowtide", table -> race.lowtide.shrink(PATIENCE_SECONDS));
      }
    }
    System.exit(0);
  }

  private void run(String name, Way way) throws Exception {
    try (Connection connection = server.connect()) {
      DeadTable table = new DeadTable(connection);
      table.make(ROWS, DEAD_TENTHS);
      long before = table.bytes();
      long began = System.nanoTime();
      String seconds;
      try {
        way.shrink(table);
        seconds = String.format(Locale.ROOT, "%.2f", (System.nanoTime() - began) / 1e9);
      } catch (IllegalStateException e) {
        seconds = e.getMessage();
      }
      System.out.printf("%-16s %8s %14d %14d%n", name, seconds, before, table.bytes());
    }
  }
}
