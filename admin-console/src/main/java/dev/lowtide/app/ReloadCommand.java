package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Has the configuration file read again. */
@Command(
    name = "reload",
    description = "Has the configuration file read again, without dropping sessions.",
    mixinStandardHelpOptions = true)
final class ReloadCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.post("/reload", Map.of());
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.field("changed", names(answer.path("changed")));
    out.field("needs a restart", names(answer.path("needsRestart")));
  }

  private static String names(JsonNode settings) {
    List<String> names = new ArrayList<>();
    settings.forEach(setting -> names.add(setting.asString("")));
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}
