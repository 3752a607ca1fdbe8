package dev.lowtide.it.chaos;

import dev.lowtide.it.harness.TemporaryFolders;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Whether the store keeps what it said it kept. A process writes to it and says each number after
 * its commit; it is killed within two seconds; the next one says what it found. {@code StoreKills
 * [KILLS] [SEED]} ends with 1 if any commit was lost.
 */
public final class StoreKills {

  private static final int KILLS = 200;
  private static final int ALIVE_MILLIS_MAX = 2000;

  /** Long enough that a few of them fill a place in the file. */
  private static final int TEXT_MAX = 4000;

  private static final String FOUND = "found ";
  private static final String WROTE = "wrote ";

  private StoreKills() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 2 && arguments[0].equals("write")) {
      write(Path.of(arguments[1]));
      return;
    }
    int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : KILLS;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    System.exit(lostAfter(kills, new Random(seed)) == 0 ? 0 : 1);
  }

  private static int lostAfter(int kills, Random random) throws IOException, InterruptedException {
    Path folder = TemporaryFolders.create("lowtide-store-");
    long committed = 0;
    int lost = 0;
    for (int kill = 1; kill <= kills; kill++) {
      Seen seen = oneLife(folder, random.nextInt(ALIVE_MILLIS_MAX));
      if (seen.found() >= 0 && seen.found() < committed) {
        lost++;
        System.out.println("kill " + (kill - 1) + ": had " + committed + ", found " + seen.found());
      }
      committed = Math.max(committed, seen.wrote());
    }
    System.out.println(kills + " kills, " + committed + " commits, lost some in " + lost);
    return lost;
  }

  /** What one process said; -1 where it had no time to. */
  private record Seen(long found, long wrote) {}

  private static Seen oneLife(Path folder, int millis) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                StoreKills.class.getName(),
                "write",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      long found = number(lines, FOUND);
      if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        // By its handle: the process would close its output, and what was said last would be lost.
        process.toHandle().destroyForcibly();
        process.waitFor();
      }
      return new Seen(found, last(lines.lines().toList()));
    }
  }

  private static long number(BufferedReader lines, String word) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(word)) {
        return Long.parseLong(line.substring(word.length()));
      }
    }
    return -1;
  }

  /** The last line may have been cut off by the kill. */
  private static long last(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(WROTE) && line.endsWith("."))
        .mapToLong(line -> Long.parseLong(line.substring(WROTE.length(), line.length() - 1)))
        .max()
        .orElse(-1);
  }

  private static void write(Path folder) {
    Random random = new Random();
    try (Store store = Store.open("jdbc:h2:file:" + folder.resolve("store"))) {
      Journal journal = new Journal(store);
      long number =
          journal.audit().stream().mapToLong(e -> Long.parseLong(e.action())).max().orElse(0);
      System.out.println(FOUND + number);
      for (long next = number + 1; ; next++) {
        String text = "x".repeat(random.nextInt(TEXT_MAX));
        journal.record(Instant.now(), "somebody", String.valueOf(next), text);
        System.out.println(WROTE + next + ".");
      }
    }
  }
}
