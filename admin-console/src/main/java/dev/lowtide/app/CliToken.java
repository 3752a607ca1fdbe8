package dev.lowtide.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the command line on this machine finds the console, and what proves that it may: a file
 * that only its owner can read. Each start of the server writes it anew.
 */
record CliToken(String url, String token) {

  private static final String FILE = "cli-token";

  static Path home(Map<String, String> environment) {
    String named = environment.get("LOWTIDE_HOME");
    return named == null || named.isBlank()
        ? Path.of(System.getProperty("user.home"), ".lowtide")
        : Path.of(named);
  }

  /** Written aside and moved, so that nobody reads half of it or reads it before it is closed. */
  void write(Path directory) throws IOException {
    StateDirectory.make(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            FILE,
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, List.of(url, token));
    Files.move(
        fresh,
        directory.resolve(FILE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  static Optional<CliToken> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return lines.size() == 2
        ? Optional.of(new CliToken(lines.get(0), lines.get(1)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "CliToken[url=" + url + "]";
  }
}
