package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Puts an old table back. */
@Command(
    name = "revert",
    description = "Puts the old table of a run back, with all that was written since.",
    mixinStandardHelpOptions = true)
final class RevertCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/runs/" + id + "/revert", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
    out.line("its old table is compared and put back; old-tables says what comes of it");
  }
}
