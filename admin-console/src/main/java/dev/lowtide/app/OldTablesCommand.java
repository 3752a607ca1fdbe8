package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Tables whose places copies have taken. */
@Command(
    name = "old-tables",
    description = "Lists old tables that are kept until they are dropped.",
    mixinStandardHelpOptions = true)
final class OldTablesCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/old-tables");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode old : answer) {
      rows.add(
          List.of(
              old.path("run").asString(""),
              old.path("table").asString(""),
              old.path("old").asString(""),
              Texts.size(old.path("bytes")).toString(),
              old.path("keptUntil").asString(""),
              canBeReverted(old)));
    }
    out.table(List.of("RUN", "TABLE", "KEPT AS", "SIZE", "KEPT UNTIL", "CAN BE REVERTED"), rows);
  }

  private static String canBeReverted(JsonNode old) {
    return old.path("isInStep").asBoolean() ? "yes" : "no: " + old.path("whyNot").asString("");
  }
}
