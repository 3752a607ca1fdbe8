package dev.lowtide.app;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** How current the candidates are. */
@Command(
    name = "survey",
    description = "Says how many tables are measured, and which one is being measured.",
    mixinStandardHelpOptions = true)
final class SurveyCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/survey");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.field("measured", answer.path("measured").asInt(0));
    out.field("to be measured", answer.path("due").asInt(0));
    String atWork = answer.path("atWork").asString("");
    out.field("at work on", atWork.isEmpty() ? "nothing" : atWork);
    out.field("last time all were", answer.path("doneAt").asString("not yet"));
  }
}
