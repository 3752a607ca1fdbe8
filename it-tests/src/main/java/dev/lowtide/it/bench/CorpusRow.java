package dev.lowtide.it.bench;

import dev.lowtide.scheduler.estimate.SizeRange;
import java.util.Locale;
import java.util.Optional;

/**
 * What one table came to; sizes in bytes.
 *
 * @param fileSize before
 * @param rebuilt its size after a rebuild
 * @param fromFiles what was thought that it would be; nothing where it could not be estimated
 */
record CorpusRow(
    String table,
    long fileSize,
    long rebuilt,
    Optional<SizeRange> fromFiles,
    Optional<SizeRange> bySql,
    Optional<SizeRange> bySample,
    long dataFree) {

  private static final double MEBIBYTE = 1 << 20;

  static final String HEADING =
      """
      | table | file, MiB | reclaimable, MiB | from files | by SQL | by SQL, sampled | DATA_FREE |
      |---|---:|---:|---:|---:|---:|---:|""";

  String line() {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %s | %s | %s | %+.1f |",
        table.replace("_", " "),
        fileSize / MEBIBYTE,
        (fileSize - rebuilt) / MEBIBYTE,
        cell(fromFiles),
        cell(bySql),
        cell(bySample),
        dataFreeError());
  }

  double dataFreeError() {
    return 100.0 * (dataFree - (fileSize - rebuilt)) / fileSize;
  }

  /** In percent of the file's size; above 0 where too much was promised. */
  double error(SizeRange estimate) {
    long likely = Math.min(fileSize, estimate.likely().bytes());
    return 100.0 * (rebuilt - likely) / fileSize;
  }

  boolean isWithin(SizeRange estimate) {
    return rebuilt >= estimate.low().bytes() && rebuilt <= estimate.high().bytes();
  }

  private String cell(Optional<SizeRange> estimate) {
    return estimate
        .map(
            range ->
                String.format(Locale.ROOT, "%+.1f", error(range)) + (isWithin(range) ? "" : " *"))
        .orElse("none");
  }
}
