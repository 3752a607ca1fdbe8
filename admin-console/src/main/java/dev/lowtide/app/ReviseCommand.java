package dev.lowtide.app;

import picocli.CommandLine.Command;

/** Asks again. */
@Command(
    name = "revise",
    description = "Asks again for what went stale or was sent back, with a plan of now.",
    mixinStandardHelpOptions = true)
final class ReviseCommand extends RunCommand {

  ReviseCommand() {
    super("revise");
  }
}
