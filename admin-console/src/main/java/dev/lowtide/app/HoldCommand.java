package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Stops everything. */
@Command(
    name = "hold",
    description = "Stops every run, and lets none begin until somebody says unhold.",
    mixinStandardHelpOptions = true)
final class HoldCommand extends ApiCommand {

  @Option(names = "--why", paramLabel = "TEXT", description = "For those who wonder later.")
  private String why = "";

  @Option(names = "--show", description = "Only says whether everything is held, and by whom.")
  private boolean isShowing;

  @Override
  JsonNode ask(ApiClient api) {
    if (isShowing) {
      return api.get("/hold");
    }
    return api.post("/hold", Map.of("why", why));
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.held(answer);
  }
}
