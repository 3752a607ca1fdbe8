package dev.lowtide.app;

import dev.lowtide.scheduler.shrink.RunState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was requested and what became of it. */
@Command(
    name = "runs",
    description = "Lists runs, the newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand extends ApiCommand {

  @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state.")
  private String state = "";

  @Option(names = "--table", paramLabel = "PART", description = "Only those of such tables.")
  private String table = "";

  @Option(names = "--by", paramLabel = "NAME", description = "Only what this person requested.")
  private String by = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only so many, 500 at most; the newest 200 if it is not said.")
  private String limit = "";

  @Option(names = "--all", description = "All there ever were, however many.")
  private boolean isAll;

  @Override
  JsonNode ask(ApiClient api) {
    String path =
        "/runs?limit="
            + encoded(isAll ? "500" : limit)
            + "&state="
            + encoded(state)
            + "&table="
            + encoded(table)
            + "&by="
            + encoded(by);
    JsonNode runs = isAll ? api.all(path) : api.get(path);
    for (JsonNode run : runs) {
      if (RunState.valueOf(run.path("state").asString("")).isWaitingForSessions()) {
        String blockers = "/runs/" + run.path("id").asLong() + "/blockers";
        ((ObjectNode) run).set("blockers", api.get(blockers));
      }
    }
    return runs;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode run : answer) {
      rows.add(
          List.of(
              run.path("id").asString(""),
              run.path("plan").path("subject").asString(""),
              Texts.state(run),
              run.path("requestedBy").asString(""),
              run.path("changedAt").asString(""),
              run.path("reason").asString("")));
    }
    out.table(List.of("RUN", "SUBJECT", "STATE", "REQUESTED BY", "SINCE", "WHY"), rows);
    for (JsonNode run : answer) {
      if (!run.path("blockers").isEmpty()) {
        out.run(run);
        out.blockers(run.path("blockers"));
      }
    }
  }
}
