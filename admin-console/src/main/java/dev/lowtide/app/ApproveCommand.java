package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Approves a requested run. */
@Command(
    name = "approve",
    description = "Approves a requested run.",
    mixinStandardHelpOptions = true)
final class ApproveCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/runs/" + id + "/approve", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }
}
