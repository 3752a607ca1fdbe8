package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sessions cost besides queries, of several ways to one server in turn:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.RelayLoad connects 10 NAME:PORT …
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.RelayLoad idle 5000 NAME:PORT …
 * </pre>
 *
 * {@code connects}: new sessions a second, for so many seconds. {@code idle}: memory and processor
 * time of the process that listens, for so many sessions that do nothing. Each plain and with TLS.
 * The account is app with the password app. Needs {@code ss} to find the process.
 */
public final class RelayLoad {

  private static final int THREADS = 16;
  private static final int IDLE_SECONDS = 10;

  /** Of the kernel, for processor times in /proc. */
  private static final int TICKS_PER_SECOND = 100;

  private static final Pattern PID = Pattern.compile("pid=(\\d+)");

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final String options;

  /** A way to the server. */
  private record Way(String name, int port) {

    static Way of(String text) {
      int colon = text.lastIndexOf(':');
      return new Way(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
  }

  private RelayLoad(boolean isEncrypted) {
    options = "connectTimeout=10000&sslMode=" + (isEncrypted ? "REQUIRED" : "DISABLED");
  }

  public static void main(String[] arguments) throws Exception {
    int amount = Integer.parseInt(arguments[1]);
    List<Way> ways = Arrays.stream(arguments).skip(2).map(Way::of).toList();
    for (boolean isEncrypted : new boolean[] {false, true}) {
      RelayLoad load = new RelayLoad(isEncrypted);
      for (Way way : ways) {
        String leg = way.name() + (isEncrypted ? " TLS" : " plain");
        if (!load.isServed(leg, way)) {
          continue;
        }
        switch (arguments[0]) {
          case "connects" -> load.connects(leg, way, amount);
          case "idle" -> load.idle(leg, way, amount);
          default -> throw new IllegalArgumentException(arguments[0]);
        }
      }
      load.threads.shutdownNow();
    }
  }

  private boolean isServed(String leg, Way way) {
    try (Connection connection = open(way)) {
      return connection.isValid(IDLE_SECONDS);
    } catch (SQLException e) {
      System.out.printf("%-16s %s%n", leg, e.getMessage());
      return false;
    }
  }

  private void connects(String leg, Way way, int seconds) throws Exception {
    connectsUntil(way, System.nanoTime() + TimeUnit.SECONDS.toNanos(2));
    long begin = System.nanoTime();
    int opened = connectsUntil(way, begin + TimeUnit.SECONDS.toNanos(seconds));
    double took = (System.nanoTime() - begin) / 1e9;
    System.out.printf("%-16s %8.0f sessions/s%n", leg, opened / took);
  }

  private int connectsUntil(Way way, long endNanos) throws Exception {
    return onAllThreads(
            () -> {
              int opened = 0;
              while (System.nanoTime() < endNanos) {
                open(way).close();
                opened++;
              }
              return opened;
            })
        .stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private void idle(String leg, Way way, int sessions) throws Exception {
    long pid = pid(way.port());
    List<Connection> all = new ArrayList<>(open(way, THREADS));
    long before = residentKiB(pid);
    all.addAll(open(way, sessions));
    long ticks = ticks(pid);
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    double core = 100.0 * (ticks(pid) - ticks) / TICKS_PER_SECOND / IDLE_SECONDS;
    long after = residentKiB(pid);
    System.out.printf(
        "%-16s %8d sessions, resident %d -> %d KiB: %.1f KiB a session, %.1f %% of a core%n",
        leg, sessions, before, after, (double) (after - before) / sessions, core);
    for (Connection connection : all) {
      connection.close();
    }
  }

  private List<Connection> open(Way way, int sessions) throws Exception {
    List<List<Connection>> opened =
        onAllThreads(
            () -> {
              List<Connection> mine = new ArrayList<>();
              while (mine.size() < sessions / THREADS) {
                mine.add(open(way));
              }
              return mine;
            });
    return opened.stream().flatMap(List::stream).toList();
  }

  private Connection open(Way way) throws SQLException {
    return TestServer.connect("127.0.0.1", way.port(), "app", "app", options);
  }

  private <T> List<T> onAllThreads(Callable<T> work) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(Collections.nCopies(THREADS, work))) {
      results.add(result.get());
    }
    return results;
  }

  private static long pid(int port) throws IOException {
    Process ss = new ProcessBuilder("ss", "-Hltnp", "sport = :" + port).start();
    String text = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher matcher = PID.matcher(text);
    if (!matcher.find()) {
      throw new IOException("nobody listens on port " + port + " whom we may look at");
    }
    return Long.parseLong(matcher.group(1));
  }

  private static long residentKiB(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/" + pid + "/status has no VmRSS");
  }

  /** Time in user and kernel mode: the 14th and 15th of its fields, the second in parentheses. */
  private static long ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
  }
}
