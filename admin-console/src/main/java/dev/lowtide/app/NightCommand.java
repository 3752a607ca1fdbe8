package dev.lowtide.app;

import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What would fit into a night. */
@Command(
    name = "night",
    description = {
      "Shows what would fit into a night, in which order, and what would not. Changes nothing.",
      "With --request it requests what fits, in that order; each still takes its own approval."
    },
    mixinStandardHelpOptions = true)
final class NightCommand extends ApiCommand {

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "How long the night is, 1m to 3d; 6h if it is not said.")
  private String lasts = "6h";

  @Option(names = "--request", description = "Requests those that nobody has requested yet.")
  private boolean isRequesting;

  @Override
  JsonNode ask(ApiClient api) {
    JsonNode night = api.get("/night", "for", lasts);
    if (isRequesting) {
      night.path("slots").forEach(slot -> request(api, slot.path("task")));
      night = api.get("/night", "for", lasts);
    }
    return night;
  }

  /** One that is refused keeps nobody from asking for the next. */
  private void request(ApiClient api, JsonNode task) {
    if (task.path("run").asLong() != 0) {
      return;
    }
    String subject = task.path("subject").asString("");
    try {
      JsonNode run = api.post("/runs", Map.of("table", subject));
      progress().println("run " + run.path("id").asLong() + " for " + subject + " is requested");
    } catch (CommandFailedException e) {
      progress().println(subject + " is not requested: " + e.getMessage());
    }
    progress().flush();
  }

  @Override
  void print(JsonNode night, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    night.path("slots").forEach(slot -> rows.add(row(slot)));
    out.table(List.of("BEGINS", "WHAT", "GIVES BACK", "DISK BY THEN", "RUN", "TAKES"), rows);
    for (JsonNode left : night.path("left")) {
      out.line(
          "no place for "
              + left.path("task").path("subject").asString("")
              + ": "
              + left.path("why").asString(""));
    }
    if (night.path("freeDisk").asLong() < 0) {
      out.line("free disk cannot be seen from here");
    }
  }

  private static List<String> row(JsonNode slot) {
    JsonNode task = slot.path("task");
    Duration startsAfter = EstimateTexts.duration(slot.path("startsAfter"));
    long run = task.path("run").asLong();
    return List.of(
        startsAfter.isZero() ? "at once" : "after " + TimeText.of(startsAfter),
        task.path("subject").asString(""),
        EstimateTexts.gain(task.path("estimate")),
        Texts.size(slot.path("diskAtMost")).toString(),
        run == 0 ? "not requested" : run + " " + task.path("state").asString(""),
        EstimateTexts.forecast(task.path("estimate")));
  }
}
