package dev.lowtide.app;

import dev.lowtide.scheduler.shrink.RunState;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was requested and what became of it. */
@Command(
    name = "runs",
    description = "Lists runs, the newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    JsonNode runs = api.get("/runs");
    for (JsonNode run : runs) {
      if (RunState.valueOf(run.path("state").asString("")).isWaitingForSessions()) {
        String path = "/runs/" + run.path("id").asLong() + "/blockers";
        ((ObjectNode) run).set("blockers", api.get(path));
      }
    }
    return runs;
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode run : answer) {
      rows.add(
          List.of(
              run.path("id").asString(""),
              run.path("plan").path("subject").asString(""),
              Texts.state(run),
              run.path("requestedBy").asString(""),
              run.path("changedAt").asString(""),
              run.path("reason").asString("")));
    }
    out.table(List.of("RUN", "SUBJECT", "STATE", "REQUESTED BY", "SINCE", "WHY"), rows);
    for (JsonNode run : answer) {
      if (!run.path("blockers").isEmpty()) {
        out.run(run);
        out.blockers(run.path("blockers"));
      }
    }
  }
}
