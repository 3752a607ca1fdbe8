package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Stops a run, or takes back its approval. */
@Command(
    name = "abort",
    description = "Stops a run, or takes back its approval.",
    mixinStandardHelpOptions = true)
final class AbortCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/runs/" + id + "/abort", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }
}
