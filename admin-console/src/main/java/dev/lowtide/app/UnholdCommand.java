package dev.lowtide.app;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lets runs begin again. */
@Command(
    name = "unhold",
    description = "Lets runs begin again after everything was stopped.",
    mixinStandardHelpOptions = true)
final class UnholdCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.delete("/hold");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.held(answer);
  }
}
