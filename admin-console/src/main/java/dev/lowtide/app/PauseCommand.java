package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lets a copy stand still. */
@Command(
    name = "pause",
    description = "Lets a copy that is at work stand still.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/runs/" + id + "/pause", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }
}
