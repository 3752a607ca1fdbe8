package dev.lowtide.app;

import picocli.CommandLine.Command;

/** Stops a run, or takes back its approval. */
@Command(
    name = "abort",
    description = "Stops a run, or takes back its approval.",
    mixinStandardHelpOptions = true)
final class AbortCommand extends RunCommand {

  AbortCommand() {
    super("abort");
  }
}
