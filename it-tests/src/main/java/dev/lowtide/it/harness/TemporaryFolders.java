package dev.lowtide.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders of this process, gone when it ends: after all that was begun in them. */
public final class TemporaryFolders {

  private static final Logger log = LoggerFactory.getLogger(TemporaryFolders.class);

  private TemporaryFolders() {}

  public static Path create(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    AtExit.add(() -> deleteIfPossible(folder));
    return folder;
  }

  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What cannot be deleted must not keep others from their end. */
  private static void deleteIfPossible(Path folder) {
    try {
      delete(folder);
    } catch (UncheckedIOException e) {
      log.warn("{} is left: {}", folder, e.toString());
    }
  }
}
