package dev.lowtide.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {

  @TempDir private Path cache;

  @Test
  void whatWasThereFirstStays() throws Exception {
    Path wanted = cache.resolve("wanted");

    Cache.moveUnlessThere(folderWith("first"), wanted);
    Cache.moveUnlessThere(folderWith("second"), wanted);

    assertThat(wanted.resolve("file")).hasContent("first");
    assertThat(cache).as("what came too late is deleted").isDirectoryNotContaining("glob:**/new-*");
  }

  @Test
  void whatCannotBeMovedIsToldOf() throws Exception {
    Path fresh = folderWith("text");
    Path wanted = cache.resolve("nowhere/wanted");

    assertThatThrownBy(() -> Cache.moveUnlessThere(fresh, wanted))
        .isInstanceOf(FileSystemException.class);
    assertThat(fresh.resolve("file")).hasContent("text");
  }

  private Path folderWith(String text) throws IOException {
    Path folder = Files.createTempDirectory(cache, "new-");
    Files.writeString(folder.resolve("file"), text);
    return folder;
  }
}
