package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.estimate.FileMeasurer;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.estimate.Measurer.Outcome;
import dev.lowtide.scheduler.estimate.Measurer.Unmeasured;
import dev.lowtide.scheduler.estimate.RebuildModel;
import dev.lowtide.scheduler.estimate.RebuiltBy;
import dev.lowtide.scheduler.estimate.SizeRange;
import dev.lowtide.scheduler.innodb.ScanLimits;
import dev.lowtide.scheduler.mysql.FileMeasuring;
import dev.lowtide.scheduler.mysql.SamplingLimits;
import dev.lowtide.scheduler.mysql.SqlMeasurer;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds estimates of what can be reclaimed against the truth, over tables of many kinds that are
 * made on a server, one at a time:
 *
 * <pre>
 * java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.EstimateCorpus PORT:USER:PASSWORD [DATADIR] [SCALE] [NAMES]
 * </pre>
 *
 * DATADIR is where the server's data directory is mounted, or {@code -} for where it says; a table
 * has about 40 MB times SCALE; NAMES is a regular expression for names of tables. The schema
 * lowtide_corpus is dropped and made anew. Ends with 1 where the estimates are not good enough.
 */
public final class EstimateCorpus {

  private static final long SEED = 6;

  /** As if tables were too large to be counted: of each range a 64th is looked at. */
  private static final SamplingLimits SAMPLE =
      new SamplingLimits(
          16, 640, ByteSize.ofMebibytes(8), new ByteSize(64 << 10), Duration.ofSeconds(3));

  private final CorpusServer server;
  private final Measurer files;
  private final Measurer sql;
  private final Measurer sample;

  private EstimateCorpus(CorpusServer server, Target target, TargetConfig config) {
    this.server = server;
    this.sql = new SqlMeasurer(target, SamplingLimits.DEFAULT, System::nanoTime);
    this.sample = new SqlMeasurer(target, SAMPLE, System::nanoTime);
    Measurer none = table -> new Unmeasured("no other way is tried here");
    this.files = new FileMeasuring(target, config, new FileMeasurer(ScanLimits.DEFAULT), none);
  }

  public static void main(String[] arguments) throws Exception {
    TestServer given = GivenServer.parse(arguments[0]);
    String directory = arguments.length > 1 ? arguments[1] : "-";
    double scale = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 1;
    String names = arguments.length > 3 ? arguments[3] : ".*";
    TargetConfig config =
        new TargetConfig(
            given.host(),
            given.port(),
            given.user(),
            given.password(),
            TargetConfig.CONNECTIONS,
            directory.equals("-") ? null : Path.of(directory));
    List<CorpusRow> rows = new ArrayList<>();
    try (Target target = new Target(config);
        CorpusServer server = new CorpusServer(given, SEED)) {
      EstimateCorpus corpus = new EstimateCorpus(server, target, config);
      System.out.println(CorpusRow.HEADING);
      for (CorpusTable table : CorpusTables.all()) {
        if (table.name().matches(names)) {
          rows.add(corpus.row(table, scale));
          System.out.println(rows.get(rows.size() - 1).line());
        }
      }
    }
    CorpusFigures figures = new CorpusFigures(rows);
    System.out.printf("%n%s%n%n%s%n", figures.table(), figures.verdict());
    System.exit(figures.holds() ? 0 : 1);
  }

  private CorpusRow row(CorpusTable table, double scale) throws SQLException, InterruptedException {
    server.make(table, scale);
    long fileSize = server.fileSize(table.name());
    Set<String> keys = server.earlierKeys(table);
    Optional<SizeRange> fromFiles = estimate(files, table, keys);
    Optional<SizeRange> bySql = estimate(sql, table, keys);
    Optional<SizeRange> bySample = estimate(sample, table, keys);
    long dataFree = server.dataFree(table.name());
    long rebuilt = server.rebuild(table);
    server.drop(table);
    return new CorpusRow(table.name(), fileSize, rebuilt, fromFiles, bySql, bySample, dataFree);
  }

  private static Optional<SizeRange> estimate(
      Measurer measurer, CorpusTable table, Set<String> keysFromBeginning) {
    Outcome outcome = measurer.measure(new TableName(CorpusServer.SCHEMA, table.name()));
    if (outcome instanceof Measured measured) {
      tell(measured.measurement());
      return Optional.of(
          RebuildModel.after(measured.measurement(), RebuiltBy.SHADOW_COPY, keysFromBeginning));
    }
    System.err.println(table.name() + ": " + outcome);
    return Optional.empty();
  }

  private static void tell(Measurement measurement) {
    if (Boolean.getBoolean("corpus.verbose")) {
      System.err.println(measurement);
    }
  }
}
