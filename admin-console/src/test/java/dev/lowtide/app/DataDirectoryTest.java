package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

  @TempDir private Path folder;
  private Configs configs;

  @BeforeEach
  void setUp() {
    configs = new Configs(folder);
  }

  @Test
  void itIsWhereTheFilesAreLookedFor() throws Exception {
    assertThat(settings(folder.toString()).target().dataDirectory()).isEqualTo(folder);
  }

  @Test
  void withoutItTheServerSaysWhereTheyAre() throws Exception {
    assertThat(configs.settings(Configs.LEAST).target().dataDirectory()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "", "/no/such/directory"})
  void whatIsNoDirectoryHereIsRefused(String path) {
    assertThatThrownBy(() -> settings(path))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "target.dataDirectory: '%s' (expected: the absolute path of a directory that can be"
                + " read)",
            path);
  }

  @Test
  void aFileIsRefused() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> settings(file.toString())).isInstanceOf(ConfigException.class);
  }

  private Settings settings(String directory) throws Exception {
    return configs.settings(Configs.with("target.dataDirectory", "'" + directory + "'"));
  }
}
