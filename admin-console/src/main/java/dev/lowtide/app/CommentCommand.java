package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says something about a request. */
@Command(
    name = "comment",
    description = "Says something about a request.",
    mixinStandardHelpOptions = true)
final class CommentCommand extends RunCommand {

  @Parameters(index = "1", paramLabel = "TEXT", description = "What there is to say.")
  private String text = "";

  CommentCommand() {
    super("comment");
  }

  @Override
  Map<String, String> body() {
    return Map.of("text", text);
  }

  @Override
  void print(JsonNode answer, Texts out) {
    out.line("said");
  }
}
