package dev.lowtide.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Who is connected, and what they have open. */
@Command(
    name = "sessions",
    description = "Lists the sessions that pass the proxy, the oldest transaction first.",
    mixinStandardHelpOptions = true)
final class SessionsCommand extends ApiCommand {

  @Option(
      names = "--table",
      paramLabel = "SCHEMA.TABLE",
      description = "Only those that may touch this table.")
  private String table = "";

  @Option(names = "--open", description = "Only those with an open transaction.")
  private boolean isOnlyOpen;

  @Option(
      names = "--others",
      description = "Instead, those at the server that do not pass the proxy, or have no client.")
  private boolean isOthers;

  @Override
  JsonNode ask(ApiClient api) {
    if (isOthers) {
      return api.get("/others");
    }
    String path = "/sessions?open=" + isOnlyOpen;
    return table.isEmpty() ? api.get(path) : api.get(path, "table", table);
  }

  @Override
  void print(JsonNode answer, Texts out) {
    SessionTexts texts = new SessionTexts(out);
    if (isOthers) {
      texts.blindness(answer.path("blindness").asString(""));
      answer.path("bypassing").forEach(texts::bypassing);
      answer.path("orphans").forEach(texts::orphan);
    } else {
      answer.forEach(texts::session);
    }
  }
}
