package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSettingsTest {

  @TempDir private Path folder;

  @Test
  void aFileNeedsNoAccount() throws Exception {
    StoreConfig store = store("url: \"jdbc:h2:file:./there\"");

    assertThat(store).isEqualTo(StoreConfig.of("jdbc:h2:file:./there"));
  }

  @ParameterizedTest
  @CsvSource({"jdbc:postgresql://db:5432/lowtide, POSTGRESQL", "jdbc:mysql://db/lowtide, MYSQL"})
  void aServerHasAnAccount(String url, StoreKind kind) throws Exception {
    StoreConfig store = store("url: \"" + url + "\", user: ann, password: geheim");

    assertThat(store).isEqualTo(new StoreConfig(url, "ann", "geheim"));
    assertThat(store.kind()).isEqualTo(kind);
    assertThat(store.toString()).doesNotContain("geheim");
  }

  @Test
  void thePasswordMayStandInAFileOfItsOwn() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "geheim\n");

    StoreConfig store =
        store("url: \"jdbc:mysql://db/lowtide\", user: ann, passwordFile: \"" + file + "\"");

    assertThat(store.password()).isEqualTo("geheim");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: \"jdbc:mysql://db/lowtide\""
            + "| store.user: missing (expected: the account of jdbc:mysql://db/lowtide)",
        "password: geheim | store.password: given without store.user (expected: both)",
        "user: ann, password: geheim, passwordFile: there"
            + "| store: password and passwordFile (expected: one of the two, and not both)",
        "user: ann, passwordFile: /not/there"
            + "| store.passwordFile: /not/there (expected: a file that can be read)",
        "url: \"jdbc:oracle:thin:@db\" | store.url: 'jdbc:oracle:(not shown)' (expected:"
            + " jdbc:h2:file:PATH or jdbc:postgresql://HOST:PORT/DATABASE or"
            + " jdbc:mysql://HOST:PORT/DATABASE)",
        "url: \"jdbc:mysql://ann:geheim@db/lowtide\", user: ann | store.url: names an account's"
            + " password (expected: store.password or store.passwordFile)"
      })
  void whatIsWrongIsSaid(String store, String message) {
    assertThatThrownBy(() -> store(store)).isInstanceOf(ConfigException.class).hasMessage(message);
  }

  private StoreConfig store(String settings) throws IOException, ConfigException {
    Configs configs = new Configs(folder);
    return configs.settings(Configs.LEAST + "store: { " + settings + " }\n").store();
  }
}
