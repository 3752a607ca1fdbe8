package dev.lowtide.app;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks again. */
@Command(
    name = "revise",
    description = "Asks again for what went stale or was sent back, with a plan of now.",
    mixinStandardHelpOptions = true)
final class ReviseCommand extends RunCommand {

  @Option(
      names = "--window",
      paramLabel = "NAME",
      description = "Another maintenance window than before; '' for any.")
  private @Nullable String window;

  ReviseCommand() {
    super("revise");
  }

  @Override
  Map<String, String> body() {
    return window == null ? Map.of() : Map.of("window", window);
  }
}
