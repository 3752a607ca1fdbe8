package dev.lowtide.it.bench;

import dev.lowtide.scheduler.estimate.SizeRange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** How far estimates were off over the whole corpus, and whether that is good enough. */
record CorpusFigures(List<CorpusRow> rows) {

  private static final double SHARE = 0.9;
  private static final double FROM_FILES_MAX = 5;
  private static final double BY_SQL_MAX = 15;

  CorpusFigures {
    rows = List.copyOf(rows);
  }

  /** A table of percentiles; what could not be estimated is off by all of the file. */
  String table() {
    return """
        | error in percent of the file | half | 9 of 10 | largest | within its own error |
        |---|---:|---:|---:|---:|
        """
        + line("from files", CorpusRow::fromFiles)
        + line("by SQL", CorpusRow::bySql)
        + line("by SQL, sampled", CorpusRow::bySample)
        + dataFree();
  }

  boolean holds() {
    return at(SHARE, errors(CorpusRow::fromFiles)) <= FROM_FILES_MAX
        && at(SHARE, errors(CorpusRow::bySql)) <= BY_SQL_MAX
        && at(SHARE, errors(CorpusRow::bySample)) <= BY_SQL_MAX;
  }

  String verdict() {
    return String.format(
        Locale.ROOT,
        "%d tables; bars: from files %.0f %%, by SQL %.0f %% for %.0f %% of them: %s",
        rows.size(),
        FROM_FILES_MAX,
        BY_SQL_MAX,
        100 * SHARE,
        holds() ? "they hold" : "NOT met");
  }

  private String line(String name, Function<CorpusRow, Optional<SizeRange>> estimate) {
    List<Double> errors = errors(estimate);
    long within =
        rows.stream().filter(row -> estimate.apply(row).filter(row::isWithin).isPresent()).count();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %d of %d |%n",
        name,
        at(0.5, errors),
        at(SHARE, errors),
        at(1, errors),
        within,
        rows.size());
  }

  private String dataFree() {
    List<Double> errors = rows.stream().map(row -> Math.abs(row.dataFreeError())).sorted().toList();
    return String.format(
        Locale.ROOT,
        "| DATA_FREE | %.1f | %.1f | %.1f | |",
        at(0.5, errors),
        at(SHARE, errors),
        at(1, errors));
  }

  private List<Double> errors(Function<CorpusRow, Optional<SizeRange>> estimate) {
    return rows.stream()
        .map(row -> estimate.apply(row).map(row::error).map(Math::abs).orElse(100.0))
        .sorted()
        .toList();
  }

  private static double at(double share, List<Double> sorted) {
    int place = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? 100 : sorted.get(Math.max(0, place));
  }
}
