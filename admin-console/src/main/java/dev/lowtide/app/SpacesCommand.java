package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** What occupies disk beside tables. */
@Command(
    name = "spaces",
    description = "Lists every other kind of space, and what can be done about it.",
    mixinStandardHelpOptions = true)
final class SpacesCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/spaces");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode space : answer) {
      JsonNode reclaimable = space.path("reclaimable");
      rows.add(
          List.of(
              space.path("subject").asString(""),
              Texts.size(space.path("fileSize")).toString(),
              reclaimable.isMissingNode() ? "not known" : Texts.size(reclaimable).toString(),
              space.path("about").asString("") + ": " + space.path("remedy").asString("")));
    }
    out.table(List.of("SPACE", "FILE", "RECLAIMABLE", "WHAT IT IS, AND WHAT CAN BE DONE"), rows);
  }
}
