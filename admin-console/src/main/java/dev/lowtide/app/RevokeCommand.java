package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes an approval back. */
@Command(
    name = "revoke",
    description = "Takes an approval back before anything was begun.",
    mixinStandardHelpOptions = true)
final class RevokeCommand extends RunCommand {

  @Parameters(index = "1", paramLabel = "WHY", description = "Why, in a few words.")
  private String why = "";

  RevokeCommand() {
    super("revoke");
  }

  @Override
  Map<String, String> body() {
    return Map.of("why", why);
  }
}
