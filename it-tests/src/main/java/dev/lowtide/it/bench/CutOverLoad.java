package dev.lowtide.it.bench;

import dev.lowtide.it.chaos.LowtideShrinker;
import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;

/**
 * What many clients notice of shrinks, one after the other, of the table that they work on:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.CutOverLoad PORT:USER:PASSWORD [SHRINKS [CLIENTS]]
 * </pre>
 *
 * Prints what they noticed without a shrink, and for each shrink what they noticed and what the run
 * says that they had to wait.
 */
public final class CutOverLoad {

  private static final int SHRINKS = 10;
  private static final int CLIENTS = 64;

  /** Each of 64 clients some three times a second: 200 transactions a second on a small machine. */
  private static final int PAUSE_MILLIS = 600;

  private static final long ROWS = 200_000;
  private static final int DEAD_TENTHS = 7;
  private static final long CALM_SECONDS = 15;
  private static final long PATIENCE_SECONDS = 300;

  private CutOverLoad() {}

  public static void main(String[] arguments) throws Exception {
    TestServer server = GivenServer.parse(arguments[0]);
    int shrinks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SHRINKS;
    int clients = arguments.length > 2 ? Integer.parseInt(arguments[2]) : CLIENTS;
    try (BenchLowtide lowtide =
            BenchLowtide.start(
                server,
                "approval: automatic",
                "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 1000000,"
                    + " commandsInFlightMax: 100000, threadsRunningMax: 100000,"
                    + " openTransactionsMax: 100000, historyLengthMax: 1000000000,"
                    + " checkpointAgePercentMax: 100 }");
        Connection connection = server.connect()) {
      DeadTable table = new DeadTable(connection);
      for (int i = 0; i <= shrinks; i++) {
        table.make(ROWS, DEAD_TENTHS);
        int port = lowtide.process().proxyPort();
        try (TableLoad load = new TableLoad(server, port, table.lastId(), clients, PAUSE_MILLIS)) {
          TimeUnit.SECONDS.sleep(2);
          load.figures();
          if (i == 0) {
            TimeUnit.SECONDS.sleep(CALM_SECONDS);
            System.out.println("without a shrink: " + load.figures());
          } else {
            shrink(i, lowtide, table, load);
          }
        }
      }
    }
    System.exit(0);
  }

  private static void shrink(int number, BenchLowtide lowtide, DeadTable table, TableLoad load)
      throws Exception {
    long before = table.bytes();
    long began = System.nanoTime();
    String end = "succeeded";
    String waits = "";
    try {
      LowtideShrinker shrinker = lowtide.shrink(PATIENCE_SECONDS);
      waits = shrinker.last().path("run").path("waits").toString();
      end = end + " " + lowtide.report(shrinker.run());
    } catch (IllegalStateException e) {
      end = e.getMessage();
    }
    System.out.printf(
        "shrink %d: %.1f s, %d to %d bytes; %s; waits %s; %s%n",
        number,
        (System.nanoTime() - began) / 1e9,
        before,
        table.bytes(),
        load.figures(),
        waits,
        end);
  }
}
