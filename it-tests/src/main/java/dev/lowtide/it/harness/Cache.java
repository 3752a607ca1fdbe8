package dev.lowtide.it.harness;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What has been fetched or unpacked once per user, and may be deleted at any time. */
final class Cache {

  private Cache() {}

  static Path folder() {
    String configured = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return base.resolve("lowtide");
  }

  /** Another process may have been quicker; then its copy is as good. */
  static void moveUnlessThere(Path fresh, Path wanted) throws IOException {
    try {
      Files.move(fresh, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(wanted)) {
        throw e;
      }
      TemporaryFolders.delete(fresh);
    }
  }
}
