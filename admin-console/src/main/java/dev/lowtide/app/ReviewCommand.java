package dev.lowtide.app;

import dev.lowtide.console.Format;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What is said of a request. */
@Command(
    name = "review",
    description = "Shows a request as whoever decides on it sees it.",
    mixinStandardHelpOptions = true)
final class ReviewCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "ID", description = "The run's number.")
  private long id;

  @Override
  JsonNode ask(ApiClient api) {
    return api.get("/runs/" + id + "/review");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.field("plan", answer.path("plan").asString(""));
    out.field("revision", answer.path("revision").asInt(1));
    out.field(
        "approvals", answer.path("votes").size() + " of " + answer.path("votesNeeded").asInt(0));
    for (JsonNode vote : answer.path("votes")) {
      out.field("yes", vote.path("by").asString("") + ", " + vote.path("at").asString(""));
    }
    String expiresIn = answer.path("expiresIn").asString("");
    if (!expiresIn.isEmpty()) {
      out.field("expires in", Format.left(Duration.parse(expiresIn)));
    }
    for (JsonNode check : answer.path("checks")) {
      String verdict = check.path("isPassed").asBoolean(false) ? "passed" : "REFUSED";
      out.field("check " + verdict, check.path("text").asString(""));
    }
    for (JsonNode line : answer.path("diff")) {
      out.line(line.path("sign").asString("") + " " + line.path("text").asString(""));
    }
    for (JsonNode comment : answer.path("comments")) {
      out.field(
          comment.path("by").asString("") + ", " + comment.path("at").asString(""),
          comment.path("text").asString(""));
    }
  }
}
