package dev.lowtide.app;

import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** What REST can do. */
@Command(
    name = "openapi",
    description = "Prints the description of REST; for people, a line for each operation.",
    mixinStandardHelpOptions = true)
final class OpenApiCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/openapi.json");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    answer
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            out.field(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue().path("summary").asString(""))));
  }
}
