package dev.lowtide.app;

import dev.lowtide.scheduler.journal.StoreAdmin;
import dev.lowtide.scheduler.journal.StoreConfig;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** How the store stands. */
@Command(
    name = "status",
    description = "Says which schema the store has, what it lacks, and how many rows.",
    mixinStandardHelpOptions = true)
final class DbStatusCommand extends DbAction {

  @Option(names = "--json", description = "Prints JSON, for programs.")
  private boolean isJson;

  @Override
  void act(StoreConfig store, AppConfig config, PrintWriter out) {
    StoreAdmin.Status status;
    try (StoreAdmin admin = StoreAdmin.open(store)) {
      status = admin.status();
    }
    if (isJson) {
      out.println(
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(status));
    } else {
      print(status, new Texts(out));
    }
  }

  private static void print(StoreAdmin.Status status, Texts out) {
    out.field("store", status.url());
    out.field("schema", status.version().isEmpty() ? "none yet" : status.version());
    out.field("this build has", status.latest());
    out.field("pending", status.pending().isEmpty() ? "nothing" : status.pending());
    out.field("at work on it", status.usedBy().isEmpty() ? "nobody" : status.usedBy());
    out.table(
        List.of("TABLE", "ROWS"),
        status.rows().entrySet().stream()
            .map(table -> List.of(table.getKey(), String.valueOf(table.getValue())))
            .toList());
  }
}
