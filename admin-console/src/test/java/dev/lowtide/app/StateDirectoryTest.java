package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

  @TempDir private Path folder;

  @Test
  void isMadeAndLeftEmpty() throws Exception {
    Path directory = folder.resolve("a/b");

    StateDirectory.require(directory);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void mayBeALinkToOne() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), directory);

    StateDirectory.require(link);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileInItsPlaceIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    assertThatThrownBy(() -> StateDirectory.require(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage("state.directory: " + file + " (expected: a directory that can be written)");
  }

  /** Nobody can write here, not even root. */
  @Test
  void oneThatNothingCanBeWrittenToIsRefused() {
    assertThatThrownBy(() -> StateDirectory.require(Path.of("/proc/lowtide")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("state.directory: /proc/lowtide (expected: a directory that can be written)");
  }
}
