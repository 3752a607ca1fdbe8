package dev.lowtide.app;

import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What happened in a run. */
@Command(name = "report", description = "Shows a run's report.", mixinStandardHelpOptions = true)
final class ReportCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/runs/" + id + "/report");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    JsonNode waits = answer.path("waits");
    JsonNode verification = answer.path("verification");
    long before = answer.path("fileSizeBefore").asLong();
    long after = answer.path("fileSizeAfter").asLong();
    out.field("outcome", answer.path("outcome").asString(""));
    out.field("reason", answer.path("reason").asString(""));
    out.field("file before", Texts.size(answer.path("fileSizeBefore")) + " (" + before + " bytes)");
    out.field("file after", Texts.size(answer.path("fileSizeAfter")) + " (" + after + " bytes)");
    out.field("estimated gain", EstimateTexts.gain(answer.path("estimate")));
    String accuracy = answer.path("accuracy").asString("");
    if (!accuracy.isEmpty()) {
      out.field("what was promised", accuracy);
    }
    out.field("rows compared", verification.path("rows").asLong());
    out.field("comparison", verification.path("verdict").asString(""));
    out.field("attempts", answer.path("attempts").asInt());
    out.field("took", took(answer).toMillis() + " ms");
    out.field("statements held", waits.path("held").asInt());
    out.field("longest wait caused", Texts.millis(waits.path("longest")));
    out.field("table locked for", Texts.millis(waits.path("cutOver")));
    out.field("worst before", Texts.millis(answer.path("worstStatementBefore")));
    out.field("worst during", Texts.millis(answer.path("worstStatementDuring")));
  }

  private static Duration took(JsonNode answer) {
    return Duration.between(
        Instant.parse(answer.path("startedAt").asString("")),
        Instant.parse(answer.path("endedAt").asString("")));
  }
}
