package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A large table, half of it dead, shrunk while clients work on it; and how much memory and disk
 * Lowtide, which has a heap of 256 MB, needs for that:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.BigCopy PORT:USER:PASSWORD [GIGABYTES]
 * </pre>
 */
public final class BigCopy {

  private static final int GIGABYTES = 5;

  /** 163 MB are 600,000 rows. */
  private static final long ROWS_A_GIGABYTE = 3_700_000;

  private static final int DEAD_TENTHS = 5;
  private static final int CLIENTS = 16;

  /** 16 clients, 100 transactions a second. */
  private static final int PAUSE_MILLIS = 300;

  private static final long PATIENCE_SECONDS = 7_200;
  private static final long LOOK_EVERY_MILLIS = 2_000;

  private BigCopy() {}

  public static void main(String[] arguments) throws Exception {
    TestServer server = GivenServer.parse(arguments[0]);
    double gigabytes = arguments.length > 1 ? Double.parseDouble(arguments[1]) : GIGABYTES;
    ExecutorService threads = Executors.newCachedThreadPool();
    try (BenchLowtide lowtide =
            BenchLowtide.start(
                server,
                "approval: automatic",
                "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 1000000,"
                    + " historyLengthMax: 1000000000, checkpointAgePercentMax: 100 }");
        Connection connection = server.connect()) {
      DeadTable table = new DeadTable(connection);
      table.make((long) (gigabytes * ROWS_A_GIGABYTE), DEAD_TENTHS);
      System.out.printf("%d bytes, %d of ten rows deleted%n", table.bytes(), DEAD_TENTHS);
      int port = lowtide.process().proxyPort();
      try (TableLoad load = new TableLoad(server, port, table.lastId(), CLIENTS, PAUSE_MILLIS)) {
        long began = System.nanoTime();
        Future<?> run = threads.submit(() -> lowtide.shrink(PATIENCE_SECONDS));
        while (!run.isDone()) {
          TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
          System.out.printf(
              "%4d s  resident %d kB, its files %d bytes%n",
              (System.nanoTime() - began) / 1_000_000_000,
              residentKilobytes(lowtide.process().pid()),
              bytes(lowtide.process().folder()));
        }
        run.get();
        System.out.printf(
            "%.1f s, %d bytes; %s%n",
            (System.nanoTime() - began) / 1e9, table.bytes(), load.figures());
      }
    }
    System.exit(0);
  }

  private static long residentKilobytes(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }

  /** Whatever it keeps on disk: the store, and what it spools. */
  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(BigCopy::size).sum();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  /** A file that is gone by now has none. */
  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
