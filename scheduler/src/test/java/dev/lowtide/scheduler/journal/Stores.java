package dev.lowtide.scheduler.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Stores that nobody else sees and that leave nothing behind. */
public final class Stores {

  private Stores() {}

  public static Store inMemory() {
    return Store.open("jdbc:h2:mem:" + UUID.randomUUID());
  }

  /** A file that several can open one after the other, or one process as often as it likes. */
  public static StoreConfig named() {
    try {
      Path folder = Files.createTempDirectory("lowtide-store-");
      folder.toFile().deleteOnExit();
      folder.resolve("store.mv.db").toFile().deleteOnExit();
      folder.resolve("store.trace.db").toFile().deleteOnExit();
      return StoreConfig.of("jdbc:h2:file:" + folder.resolve("store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
