package dev.lowtide.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What is worth shrinking. */
@Command(
    name = "candidates",
    description = "Lists tables worth shrinking.",
    mixinStandardHelpOptions = true)
final class CandidatesCommand extends ApiCommand {

  @Option(names = "--all", description = "Also those that are not proposed, and why not.")
  private boolean isAll;

  @Override
  JsonNode ask(ApiClient api) {
    return api.get(isAll ? "/candidates?all=true" : "/candidates");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode candidate : answer) {
      JsonNode tablespace = candidate.path("tablespace");
      JsonNode estimate = candidate.path("estimate");
      rows.add(
          List.of(
              tablespace.path("table").asString(""),
              Texts.size(tablespace.path("fileSize")).toString(),
              EstimateTexts.gain(estimate),
              EstimateTexts.percent(estimate, tablespace) + " %",
              EstimateTexts.forecast(estimate),
              Texts.size(estimate.path("temporaryDisk")).toString(),
              estimate.path("payback").path("text").asString(""),
              Texts.size(estimate.path("unpurged")).toString(),
              candidate.path("whyNot").asString("").isEmpty()
                  ? EstimateTexts.from(estimate)
                  : "NOT PROPOSED, " + candidate.path("whyNot").asString("")));
    }
    out.table(
        List.of(
            "TABLE",
            "FILE",
            "RECLAIMABLE",
            "SHARE",
            "TAKES",
            "DISK",
            "PAYBACK",
            "NOT PURGED",
            "ESTIMATED FROM"),
        rows);
  }
}
