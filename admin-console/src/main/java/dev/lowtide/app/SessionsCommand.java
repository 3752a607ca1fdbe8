package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Who is connected. */
@Command(
    name = "sessions",
    description = "Lists the sessions that pass the proxy.",
    mixinStandardHelpOptions = true)
final class SessionsCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/sessions");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode session : answer) {
      rows.add(
          List.of(
              session.path("serverThreadId").asString("0"),
              session.path("user").asString(""),
              session.path("clientAddress").asString(""),
              session.path("schema").asString(""),
              session.path("transaction").asString(""),
              session.path("command").asString("")));
    }
    out.table(List.of("ID", "USER", "FROM", "SCHEMA", "TRANSACTION", "COMMAND"), rows);
  }
}
