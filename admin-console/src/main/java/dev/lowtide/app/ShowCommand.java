package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One run. */
@Command(
    name = "show",
    description = "Shows a run: how far it is, what it waits for, and what became of it so far.",
    mixinStandardHelpOptions = true)
final class ShowCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    JsonNode run = api.get("/runs/" + id);
    ((ObjectNode) run).set("blockers", api.get("/runs/" + id + "/blockers"));
    return run;
  }

  @Override
  void print(JsonNode answer, Texts out) {
    JsonNode run = answer.path("run");
    out.run(run);
    out.field("requested by", run.path("requestedBy").asString(""));
    if (answer.has("progress") || answer.path("copied").asLong(0) > 0) {
      out.field("so far", ShrinkCommand.copied(answer).replaceFirst("[, ]+", ""));
    }
    String waitingFor = answer.path("waitingFor").asString("");
    if (!waitingFor.isEmpty()) {
      out.field("waits for", waitingFor);
    }
    out.blockers(answer.path("blockers"));
    out.conditions(answer.path("conditions"));
    List<List<String>> steps = new ArrayList<>();
    for (JsonNode step : answer.path("history")) {
      steps.add(
          List.of(
              step.path("at").asString(""),
              Texts.state(step),
              step.path("text").asString(step.path("reason").asString(""))));
    }
    out.table(List.of("WHEN", "STATE", "WHY"), steps);
  }
}
