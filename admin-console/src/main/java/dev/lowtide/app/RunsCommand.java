package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** What was requested and what became of it. */
@Command(
    name = "runs",
    description = "Lists runs, the newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/runs");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode run : answer) {
      rows.add(
          List.of(
              run.path("id").asString(""),
              run.path("plan").path("table").asString(""),
              Texts.state(run),
              run.path("requestedBy").asString(""),
              run.path("changedAt").asString(""),
              run.path("reason").asString("")));
    }
    out.table(List.of("RUN", "TABLE", "STATE", "REQUESTED BY", "SINCE", "WHY"), rows);
  }
}
