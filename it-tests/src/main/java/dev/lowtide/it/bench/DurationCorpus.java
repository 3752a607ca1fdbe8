package dev.lowtide.it.bench;

import dev.lowtide.it.chaos.LowtideShrinker;
import dev.lowtide.it.harness.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * Holds forecasts of how long a run is at work against how long it was, over tables of many kinds
 * and sizes that are made on a server and shrunk by Lowtide, one after the other:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.DurationCorpus PORT:USER:PASSWORD [SCALE] [SEED]
 * </pre>
 *
 * A table has 20 to 60 MB times SCALE, times something between a half and one and a half. The first
 * three runs are those that Lowtide learns from before anything is expected of it. A run begins
 * when the redo log of what made its table is written out, as it would. Ends with 1 where fewer
 * than four of five of the others were within 30 %.
 */
public final class DurationCorpus {

  private static final int LEARNT_FROM = 3;
  private static final double OFF_MAX = 0.3;
  private static final double SHARE = 0.8;
  private static final long PATIENCE_SECONDS = 600;

  private final BenchLowtide lowtide;
  private final CorpusServer corpus;
  private final Random random;
  private final List<Double> offs = new ArrayList<>();

  private DurationCorpus(BenchLowtide lowtide, CorpusServer corpus, Random random) {
    this.lowtide = lowtide;
    this.corpus = corpus;
    this.random = random;
  }

  public static void main(String[] arguments) throws Exception {
    TestServer server = GivenServer.parse(arguments[0]);
    double scale = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 2;
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 6;
    boolean isGood;
    try (CorpusServer corpus = new CorpusServer(server, seed);
        BenchLowtide lowtide =
            BenchLowtide.start(
                server,
                "approval: automatic",
                "candidates: { fileSizeMin: 1MiB }",
                "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, historyLengthMax: 1000000000 }")) {
      isGood = new DurationCorpus(lowtide, corpus, new Random(seed)).run(scale);
    }
    System.exit(isGood ? 0 : 1);
  }

  private boolean run(double scale) throws Exception {
    List<CorpusTable> tables = new ArrayList<>(CorpusTables.all());
    Collections.shuffle(tables, random);
    System.out.printf(
        "%-34s %9s %9s %9s %8s %8s %6s  of it copying, indexing, comparing, rest%n",
        "table", "rows", "MiB", "keys", "forecast", "took", "off");
    for (CorpusTable table : tables) {
      corpus.make(table, scale * (0.5 + random.nextDouble()));
      corpus.log(true);
      shrink(table.name());
      corpus.log(false);
      corpus.drop(table);
    }
    List<Double> judged = offs.subList(Math.min(LEARNT_FROM, offs.size()), offs.size());
    long within = judged.stream().filter(off -> Math.abs(off) <= OFF_MAX).count();
    boolean isGood = !judged.isEmpty() && within >= SHARE * judged.size();
    System.out.printf(
        "%nafter %d runs: %d of %d within %.0f %%; bar %.0f %%: %s%n",
        LEARNT_FROM, within, judged.size(), 100 * OFF_MAX, 100 * SHARE, isGood ? "met" : "NOT met");
    return isGood;
  }

  private void shrink(String table) throws Exception {
    LowtideShrinker shrinker = new LowtideShrinker(lowtide.api(), PATIENCE_SECONDS);
    String end = shrinker.shrink(CorpusServer.SCHEMA, table);
    JsonNode report = end.equals("SUCCEEDED") ? lowtide.report(shrinker.run()) : null;
    if (report == null || report.path("timing").isNull()) {
      System.out.printf("%-34s not run: %s%n", table, end);
      return;
    }
    JsonNode timing = report.path("timing");
    double took = seconds(timing, "copying", "indexing", "comparing", "rest");
    double forecast = seconds(report.path("estimate").path("forecast"), "likely");
    offs.add(forecast / took - 1);
    JsonNode work = timing.path("work");
    System.out.printf(
        Locale.ROOT,
        "%-34s %9d %9.1f %9d %8.2f %8.2f %+5.0f%%  %.2f %.2f %.2f %.2f%n",
        table,
        work.path("rows").asLong(),
        work.path("bytes").asLong() / 1048576.0,
        work.path("keys").asInt(),
        forecast,
        took,
        100 * (forecast / took - 1),
        seconds(timing, "copying"),
        seconds(timing, "indexing"),
        seconds(timing, "comparing"),
        seconds(timing, "rest"));
  }

  private static double seconds(JsonNode node, String... names) {
    double seconds = 0;
    for (String name : names) {
      seconds += Duration.parse(node.path(name).asString()).toMillis() / 1000.0;
    }
    return seconds;
  }
}
