package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Wants a request otherwise. */
@Command(
    name = "request-changes",
    description = "Sends a request back to whoever made it.",
    mixinStandardHelpOptions = true)
final class RequestChangesCommand extends RunCommand {

  @Parameters(index = "1", paramLabel = "WHY", description = "Why, in a few words.")
  private String why = "";

  RequestChangesCommand() {
    super("request-changes");
  }

  @Override
  Map<String, String> body() {
    return Map.of("why", why);
  }
}
