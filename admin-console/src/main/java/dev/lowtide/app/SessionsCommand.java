package dev.lowtide.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Who is connected, and what they have open. */
@Command(
    name = "sessions",
    description =
        "Lists the sessions that pass the proxy, the oldest transaction first by default.",
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
      names = "--order",
      paramLabel = "ORDER",
      description = "Which comes first: transaction, statement, user, session, tables, commands.")
  private String order = "transaction";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only so many, 500 at most; all of them if it is not said.")
  private long limit;

  @Option(
      names = "--others",
      description = "Instead, those at the server that do not pass the proxy, or have no client.")
  private boolean isOthers;

  @Override
  JsonNode ask(ApiClient api) {
    if (isOthers) {
      return api.get("/others");
    }
    String path = "/sessions?open=" + isOnlyOpen + (limit == 0 ? "" : "&limit=" + limit);
    path += "&order=" + URLEncoder.encode(order, StandardCharsets.UTF_8);
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
