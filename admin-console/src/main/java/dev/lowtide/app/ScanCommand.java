package dev.lowtide.app;

import dev.lowtide.scheduler.estimate.FileMeasurer;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.RebuildModel;
import dev.lowtide.scheduler.estimate.RebuiltBy;
import dev.lowtide.scheduler.estimate.SizeRange;
import dev.lowtide.scheduler.innodb.IndexScan;
import dev.lowtide.scheduler.innodb.ScanLimits;
import dev.lowtide.scheduler.innodb.ScanOutcome;
import dev.lowtide.scheduler.innodb.ScanOutcome.Scanned;
import dev.lowtide.scheduler.innodb.ScanOutcome.Unscanned;
import dev.lowtide.scheduler.innodb.SpaceScan;
import dev.lowtide.scheduler.innodb.SpaceScanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What lies in tablespace files, without any server: they are only read. */
@Command(
    name = "scan",
    description = "Reads tablespace files and says what a rebuild would leave of them.",
    mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {

  private static final int PERCENT = 100;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files of tables: t.ibd, t#p#p0.ibd.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--rate",
      paramLabel = "SIZE",
      description = "How much is read in a second at most; 256MiB.")
  private String rate = "256MiB";

  @Option(
      names = "--read",
      paramLabel = "SIZE",
      description = "How much of a large file is read at most; 10GiB.")
  private String read = "10GiB";

  @Option(names = "--json", description = "Prints JSON, for programs.")
  private boolean isJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    SpaceScanner scanner = new SpaceScanner(limits());
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode readings = JsonNodeFactory.instance.arrayNode();
    List<String> unread = new ArrayList<>();
    for (Path file : files) {
      ScanOutcome outcome = scanner.scan(file);
      if (outcome instanceof Unscanned unscanned) {
        unread.add(unscanned.reason());
      } else if (outcome instanceof Scanned scanned && isJson) {
        readings.add(reading(scanned.scan()));
      } else if (outcome instanceof Scanned scanned) {
        print(reading(scanned.scan()), new Texts(out));
        out.flush();
      }
    }
    if (isJson) {
      out.println(readings.toPrettyString());
      out.flush();
    }
    if (!unread.isEmpty()) {
      throw new CommandFailedException(ExitCode.BAD_INPUT, String.join("; ", unread));
    }
    return ExitCode.OK.number();
  }

  private ScanLimits limits() {
    ScanLimits usual = ScanLimits.DEFAULT;
    try {
      return new ScanLimits(
          usual.wholeUpToBytes(),
          ByteSize.parse(read).bytes(),
          ByteSize.parse(rate).bytes(),
          usual.error(),
          usual.seed());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode reading(SpaceScan scan) {
    Measurement measurement = FileMeasurer.of(scan, Map.of());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", scan.file().toString())
        .put("tablespace", scan.spaceId())
        .put("fileSize", scan.fileBytes())
        .put("pageSize", scan.pageSize())
        .put("isCompressed", scan.isCompressed())
        .put("isShared", scan.isShared())
        .put("free", measurement.free().bytes())
        .put("unpurged", measurement.unpurged().bytes())
        .put("errorPercent", measurement.error() * PERCENT)
        .put("basis", measurement.basis())
        .put("bytesRead", scan.bytesRead())
        .put("seconds", scan.took().toMillis() / 1000.0);
    ArrayNode indexes = node.putArray("indexes");
    scan.indexes().stream()
        .filter(index -> !index.isSdi())
        .forEach(index -> indexes.add(reading(index, scan.pageSize())));
    if (!scan.isShared()) {
      put(node.putObject("afterRebuild"), RebuildModel.after(measurement, RebuiltBy.SHADOW_COPY));
    }
    return node;
  }

  private static ObjectNode reading(IndexScan index, int pageSize) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("index", index.id())
        .put("entries", Math.round(index.entries()))
        .put("entryBytes", Math.round(index.entryBytes()))
        .put("leafBytes", Math.round(index.leafPages() * pageSize))
        .put("nodeBytes", Math.round(index.nodePages() * pageSize))
        .put("longValueBytes", Math.round(index.longPages() * pageSize))
        .put("marked", Math.round(index.marked()))
        .put("garbageBytes", Math.round(index.garbage()));
  }

  private static void put(ObjectNode node, SizeRange after) {
    node.put("low", after.low().bytes())
        .put("likely", after.likely().bytes())
        .put("high", after.high().bytes());
  }

  private static void print(JsonNode reading, Texts out) {
    out.line(reading.path("file").asString(""));
    out.field("size", Texts.size(reading.path("fileSize")));
    out.field("of it free or reserved", Texts.size(reading.path("free")));
    out.field("deleted, not purged", Texts.size(reading.path("unpurged")));
    out.field(
        "read", Texts.size(reading.path("bytesRead")) + ", " + reading.path("basis").asString(""));
    JsonNode after = reading.path("afterRebuild");
    if (after.isObject()) {
      out.field("after a rebuild", range(after));
    }
    List<List<String>> rows = new ArrayList<>();
    reading.path("indexes").forEach(index -> rows.add(row(index)));
    out.table(
        List.of("INDEX", "ENTRIES", "ENTRY BYTES", "LEAVES", "FULL", "LONG VALUES", "MARKED"),
        rows);
  }

  private static String range(JsonNode after) {
    return "%s (%s to %s)"
        .formatted(
            Texts.size(after.path("likely")),
            Texts.size(after.path("low")),
            Texts.size(after.path("high")));
  }

  private static List<String> row(JsonNode index) {
    long leaves = index.path("leafBytes").asLong();
    long full = leaves == 0 ? 0 : PERCENT * index.path("entryBytes").asLong() / leaves;
    return List.of(
        index.path("index").asString(""),
        index.path("entries").asString(""),
        Texts.size(index.path("entryBytes")).toString(),
        Texts.size(index.path("leafBytes")).toString(),
        full + " %",
        Texts.size(index.path("longValueBytes")).toString(),
        index.path("marked").asString(""));
  }
}
