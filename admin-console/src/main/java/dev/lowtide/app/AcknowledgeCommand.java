package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says that somebody has looked at an uncertain run. */
@Command(
    name = "acknowledge",
    description = "Says that somebody has looked at an uncertain run.",
    mixinStandardHelpOptions = true)
final class AcknowledgeCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/runs/" + id + "/acknowledge", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }
}
