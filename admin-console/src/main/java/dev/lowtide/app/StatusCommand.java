package dev.lowtide.app;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** What is going on now. */
@Command(
    name = "status",
    description = "Says what is going on now.",
    mixinStandardHelpOptions = true)
final class StatusCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/status");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    JsonNode now = answer.path("now");
    out.field("verdict", now.path("verdict").asString(""));
    now.path("reasons").forEach(reason -> out.field("", reason.asString("")));
    out.field("sessions", now.path("sessions").asInt());
    out.field("open transactions", now.path("openTransactions").asInt());
    out.field("commands in flight", now.path("commandsInFlight").asInt());
    out.field("statements per second", now.path("statementsPerSecond").asDouble());
    int running = now.path("threadsRunning").asInt(-1);
    out.field("threads running", running < 0 ? "unknown" : String.valueOf(running));
    out.conditions(now.path("conditions"));
    now.path("leftBehind").forEach(left -> out.field("left behind", left.asString("")));
    now.path("atWork").forEach(run -> printRun(run, answer.path("waiting"), out));
  }

  private static void printRun(JsonNode run, JsonNode waiting, Texts out) {
    out.run(run);
    for (JsonNode waits : waiting) {
      if (waits.path("run").asLong(0) == run.path("id").asLong(0)) {
        out.blockers(waits.path("blockers"));
      }
    }
  }
}
