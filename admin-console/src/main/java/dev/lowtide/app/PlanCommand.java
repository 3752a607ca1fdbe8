package dev.lowtide.app;

import dev.lowtide.console.Format;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A dry run. */
@Command(
    name = "plan",
    description = "Shows what a shrink would do, and what the checks say. Changes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "SUBJECT", description = Subjects.DESCRIPTION)
  private String subject = "";

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/plan", "subject", subject);
  }

  @Override
  void print(JsonNode answer, Texts out) {
    JsonNode plan = answer.path("plan");
    JsonNode estimate = plan.path("estimate");
    JsonNode tablespace = plan.path("facts").path("tablespace");
    out.field("subject", plan.path("subject").asString(""));
    ShrinkMethod method = ShrinkMethod.valueOf(plan.path("method").asString(""));
    out.field("method", Format.method(method));
    out.field("file now", Texts.size(tablespace.path("fileSize")));
    out.field(
        "reclaimable",
        EstimateTexts.gain(estimate) + ", " + EstimateTexts.percent(estimate, tablespace) + " %");
    out.field("not purged yet", Texts.size(estimate.path("unpurged")));
    out.field("estimated from", EstimateTexts.from(estimate));
    out.field("at work for", EstimateTexts.forecast(estimate));
    out.field("payback", estimate.path("payback").path("text").asString(""));
    out.field("reads and writes", EstimateTexts.io(estimate));
    out.field("disk needed meanwhile", Texts.size(estimate.path("temporaryDisk")));
    out.field("locked at the end", "about " + Texts.millis(estimate.path("cutOver")));
    out.field("a client waits at most", Texts.millis(plan.path("clientWaitMax")));
    plan.path("reasons").forEach(reason -> out.field("why", reason.asString("")));
    plan.path("statements").forEach(sql -> out.field("statement", sql.asString("") + ";"));
    for (JsonNode check : answer.path("checks")) {
      String verdict = check.path("isPassed").asBoolean() ? "passed" : "REFUSED";
      out.field("check " + verdict, check.path("text").asString(""));
    }
    out.field("now", answer.path("quiet").asString(""));
  }
}
