package dev.lowtide.it.harness;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a machine's own commands, and knows whether it has them. */
final class Commands {

  /** A package of some ten MB comes in seconds; this is for a network at its slowest. */
  private static final int SECONDS_MAX = 120;

  private Commands() {}

  record Output(int exitCode, String text) {
    boolean isGood() {
      return exitCode == 0;
    }
  }

  static Output run(Path folder, String... command) throws IOException, InterruptedException {
    return run(folder, List.of(command));
  }

  static Output run(Path folder, List<String> command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command).directory(folder.toFile()), Path.of("/dev/null"));
  }

  /** Everything it says, on either stream, when it has read the input and ended. */
  static Output run(ProcessBuilder builder, Path input) throws IOException, InterruptedException {
    Path said = Files.createTempFile("lowtide-output-", ".txt");
    try {
      Process process =
          builder
              .redirectErrorStream(true)
              .redirectInput(input.toFile())
              .redirectOutput(said.toFile())
              .start();
      boolean isEnded = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
      if (!isEnded) {
        process.destroyForcibly().waitFor();
      }
      String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
      return new Output(isEnded ? process.exitValue() : -1, text);
    } finally {
      Files.delete(said);
    }
  }

  static boolean isThere(String command) {
    return find(command).isPresent();
  }

  /** Servers live where only root's path leads to. */
  static Optional<Path> find(String command) {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
            Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
