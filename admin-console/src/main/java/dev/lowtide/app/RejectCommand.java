package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Rejects a requested run. */
@Command(name = "reject", description = "Rejects a requested run.", mixinStandardHelpOptions = true)
final class RejectCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Option(names = "--why", description = "Why not.")
  private String why = "";

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/runs/" + id + "/reject", Map.of("why", why));
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.run(answer);
  }
}
