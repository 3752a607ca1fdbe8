package dev.lowtide.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rejects a requested run. */
@Command(name = "reject", description = "Rejects a requested run.", mixinStandardHelpOptions = true)
final class RejectCommand extends RunCommand {

  @Option(names = "--why", description = "Why not.")
  private String why = "";

  RejectCommand() {
    super("reject");
  }

  @Override
  Map<String, String> body() {
    return Map.of("why", why);
  }
}
