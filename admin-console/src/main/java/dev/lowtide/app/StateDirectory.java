package dev.lowtide.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the command line's token and a certificate of our own making are kept. */
final class StateDirectory {

  private StateDirectory() {}

  /** Makes it if it is not there, and refuses one that nothing can be written to. */
  static void require(Path directory) throws ConfigException {
    try {
      make(directory);
      // Permissions do not tell: the disk may be full, or read-only, or owned by another machine.
      Files.delete(Files.createTempFile(directory, "check", ""));
    } catch (IOException e) {
      throw unusable(directory);
    }
  }

  /** A link to a directory is one, though {@code createDirectories} of JDK 17 refuses it. */
  static void make(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
  }

  static ConfigException unusable(Path directory) {
    return new ConfigException(
        "state.directory: " + directory + " (expected: a directory that can be written)");
  }
}
