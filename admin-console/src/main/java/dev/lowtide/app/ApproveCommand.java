package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Approves a requested run. */
@Command(
    name = "approve",
    description = "Approves a requested run.",
    mixinStandardHelpOptions = true)
final class ApproveCommand extends RunCommand {

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description = "The plan that you say yes to; else the one that the run has now.")
  private String plan = "";

  ApproveCommand() {
    super("approve");
  }

  @Override
  JsonNode ask(ApiClient api) {
    String seen = plan.isEmpty() ? api.get(path() + "/review").path("plan").asString("") : plan;
    return api.post(decisionPath(), Map.of(), "\"" + seen + "\"");
  }
}
