package dev.lowtide.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** One session, before somebody ends it. */
@Command(
    name = "session",
    description = "Shows one session, whether it passes the proxy or not.",
    mixinStandardHelpOptions = true)
final class SessionCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "THREAD-ID", description = "The server's id of it.")
  private long threadId;

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/sessions/" + threadId);
  }

  @Override
  void print(JsonNode answer, Texts out) {
    String transaction = answer.path("transaction").asString("");
    out.field("session", answer.path("threadId").asLong(0));
    out.field("user", answer.path("user").asString("") + "@" + answer.path("client").asString(""));
    out.field("program", answer.path("program").asString(""));
    out.field("through the proxy", answer.path("isProxied").asBoolean(false) ? "yes" : "no");
    out.field("at work on", answer.path("command").asString(""));
    out.field(
        "transaction",
        transaction.isEmpty()
            ? "none open"
            : transaction + ", open for " + Texts.age(answer.path("openFor")));
    out.field("touched", Texts.names(answer.path("tables")));
    String protection = answer.path("protection").asString("");
    if (!protection.isEmpty()) {
      out.field("cannot be ended", protection);
    }
  }
}
