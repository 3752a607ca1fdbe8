package dev.lowtide.app;

import picocli.CommandLine.Command;

/** Lets a paused copy go on. */
@Command(
    name = "resume",
    description = "Lets a paused copy go on.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends RunCommand {

  ResumeCommand() {
    super("resume");
  }
}
