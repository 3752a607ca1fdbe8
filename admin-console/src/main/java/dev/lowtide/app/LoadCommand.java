package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What went on lately. */
@Command(
    name = "load",
    description = "Shows sessions, transactions, statements and how long they took, over time.",
    mixinStandardHelpOptions = true)
final class LoadCommand extends ApiCommand {

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "How far back, up to now: 1h, 1d, 7d or 30d; 1h if it is not said.")
  private String span = "1h";

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/load", "for", span);
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    answer.forEach(point -> rows.add(row(point)));
    out.table(
        List.of(
            "WHEN",
            "SESSIONS",
            "TRANSACTIONS",
            "IN FLIGHT",
            "STATEMENTS/S",
            "95 IN 100 TAKE",
            "THREADS",
            "NOT THROUGH THE PROXY"),
        rows);
  }

  private static List<String> row(JsonNode point) {
    return List.of(
        point.path("at").asString(""),
        point.path("sessions").asString(""),
        point.path("openTransactions").asString(""),
        point.path("commandsInFlight").asString(""),
        point.path("statementsPerSecond").asString(""),
        Texts.millis(point.path("p95")),
        seen(point.path("threadsRunning")),
        seen(point.path("bypassing")));
  }

  /** What could not be seen is below zero. */
  private static String seen(JsonNode count) {
    return count.asInt(-1) < 0 ? "?" : count.asString("");
  }
}
