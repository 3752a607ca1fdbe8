package dev.lowtide.app;

import picocli.CommandLine.Command;

/** Says that somebody has looked at an uncertain run. */
@Command(
    name = "acknowledge",
    description = "Says that somebody has looked at an uncertain run.",
    mixinStandardHelpOptions = true)
final class AcknowledgeCommand extends RunCommand {

  AcknowledgeCommand() {
    super("acknowledge");
  }
}
