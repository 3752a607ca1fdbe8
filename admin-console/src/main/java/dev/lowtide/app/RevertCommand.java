package dev.lowtide.app;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Puts an old table back. */
@Command(
    name = "revert",
    description = "Puts the old table of a run back, with all that was written since.",
    mixinStandardHelpOptions = true)
final class RevertCommand extends RunCommand {

  RevertCommand() {
    super("revert");
  }

  @Override
  void print(JsonNode answer, Texts out) {
    super.print(answer, out);
    out.line("its old table is compared and put back; old-tables says what comes of it");
  }
}
