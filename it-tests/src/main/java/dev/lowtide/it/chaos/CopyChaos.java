package dev.lowtide.it.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Random tables, written at random, shrunk by a Lowtide that is killed at random, as are the server
 * and the link between them:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.chaos.CopyChaos [RUNS [SEED [alter]]]
 * </pre>
 *
 * A line for each run. Ends at once, with 1, when a row was lost, doubled or changed, and at the
 * end when a client was told an error that it did not bring about, or a run came to no end that it
 * may. The seed of such a run makes the same table and the same faults again. With {@code alter}
 * the server's own copy is what is done to the tables.
 */
public final class CopyChaos {

  private static final int RUNS = 300;

  private final Map<String, Integer> ends = new TreeMap<>();
  private final boolean isWithoutLowtide;
  private int bad;
  private long rows;

  private CopyChaos(boolean isWithoutLowtide) {
    this.isWithoutLowtide = isWithoutLowtide;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : RUNS;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime() >>> 20;
    CopyChaos chaos = new CopyChaos(List.of(arguments).contains("alter"));
    boolean areRowsSafe = true;
    long began = System.nanoTime();
    try (ChaosLab lab = ChaosLab.start()) {
      for (int i = 0; i < runs && areRowsSafe; i++) {
        areRowsSafe = chaos.runOne(lab, seed + i);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s; %d rows compared in %d s; %d runs not as they should be%n",
        chaos.ends,
        chaos.rows,
        (System.nanoTime() - began) / 1_000_000_000,
        chaos.bad);
    System.exit(chaos.bad == 0 ? 0 : 1);
  }

  /** Whether all rows are what they must be. */
  private boolean runOne(ChaosLab lab, long seed) throws Exception {
    long began = System.nanoTime();
    ChaosRun.Result result = new ChaosRun(lab, seed, isWithoutLowtide).run();
    rows += result.outcome().rows();
    ends.merge(result.end().split(":", 2)[0], 1, Integer::sum);
    System.out.printf(
        Locale.ROOT,
        "seed %d %s %s %s; %d rows; %s; %d errors; %.1f s; %s%n",
        seed,
        result.isGood() ? "good" : result.areRowsSafe() ? "BAD" : "WRONG",
        result.faults(),
        result.end(),
        result.outcome().rows(),
        result.outcome().tally(),
        result.outcome().tally().errors().size(),
        (System.nanoTime() - began) / 1e9,
        result.table());
    if (!result.isGood()) {
      bad++;
      result.outcome().complaints().forEach(text -> System.out.println("  " + text));
    }
    return result.areRowsSafe();
  }
}
