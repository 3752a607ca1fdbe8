package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Drops an old table before its time. */
@Command(
    name = "drop-old",
    description = "Drops the old table of a run before its time.",
    mixinStandardHelpOptions = true)
final class DropOldCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/old-tables/" + id + "/drop", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.line("the old table of run " + answer.path("id").asLong() + " is dropped");
  }
}
