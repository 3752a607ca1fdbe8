package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** What is worth shrinking. */
@Command(
    name = "candidates",
    description = "Lists tables worth shrinking.",
    mixinStandardHelpOptions = true)
final class CandidatesCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/candidates");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode candidate : answer) {
      JsonNode tablespace = candidate.path("tablespace");
      rows.add(
          List.of(
              tablespace.path("table").asString(""),
              Texts.size(tablespace.path("fileSize")).toString(),
              Texts.size(candidate.path("estimate").path("reclaimable")).toString(),
              candidate.path("estimate").path("basis").asString("")));
    }
    out.table(List.of("TABLE", "FILE", "RECLAIMABLE", "ESTIMATED FROM"), rows);
  }
}
