package dev.lowtide.app;

import dev.lowtide.console.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** What waits for a decision, and what was asked for. */
@Command(
    name = "inbox",
    description = "Lists requests that wait for your decision, and those of your own.",
    mixinStandardHelpOptions = true)
final class InboxCommand extends ApiCommand {

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/inbox");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.line("waiting for a decision:");
    print(out, answer.path("toDecide"));
    out.line("");
    out.line("asked for by you:");
    print(out, answer.path("own"));
  }

  private static void print(Texts out, JsonNode items) {
    List<List<String>> rows = new ArrayList<>();
    items.forEach(item -> rows.add(row(item)));
    out.table(List.of("RUN", "SUBJECT", "STATE", "REQUESTED BY", "APPROVALS", "EXPIRES IN"), rows);
  }

  static List<String> row(JsonNode item) {
    JsonNode run = item.path("run");
    String expiresIn = item.path("expiresIn").asString("");
    return List.of(
        run.path("id").asString(""),
        run.path("plan").path("subject").asString(""),
        Texts.state(run),
        run.path("requestedBy").asString(""),
        item.path("votes").asInt() + " of " + item.path("votesNeeded").asInt(),
        expiresIn.isEmpty() ? "" : Format.left(Duration.parse(expiresIn)));
  }
}
