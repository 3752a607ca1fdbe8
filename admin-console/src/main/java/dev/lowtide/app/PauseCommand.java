package dev.lowtide.app;

import picocli.CommandLine.Command;

/** Lets a copy stand still. */
@Command(
    name = "pause",
    description = "Lets a copy that is at work stand still.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends RunCommand {

  PauseCommand() {
    super("pause");
  }
}
