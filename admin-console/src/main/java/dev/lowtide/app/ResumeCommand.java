package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lets a paused copy go on. */
@Command(
    name = "resume",
    description = "Lets a paused copy go on.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/runs/" + id + "/resume", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }
}
