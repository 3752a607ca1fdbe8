package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsPasswordTest {

  private static final String NO_PASSWORD = Configs.LEAST.replace("  password: secret\n", "");

  @TempDir private Path folder;
  private Configs configs;
  private Path passwordFile;

  @BeforeEach
  void setUp() {
    configs = new Configs(folder);
    passwordFile = folder.resolve("password");
  }

  @Test
  void thePasswordMayStandInAFileOfItsOwn() throws Exception {
    Files.writeString(passwordFile, "with a space");

    assertThat(configs.settings(named()).target().password()).isEqualTo("with a space");
  }

  @Test
  void theEndOfItsLineIsNoPartOfThePassword() throws Exception {
    Files.writeString(passwordFile, "geheim\r\n");

    assertThat(configs.settings(named()).target().password()).isEqualTo("geheim");
  }

  @Test
  void aPasswordFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> configs.settings(named()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "target.passwordFile: " + passwordFile + " (expected: a file that can be read)");
  }

  @Test
  void aPasswordFileThatIsADirectoryIsNamed() throws Exception {
    Files.createDirectory(passwordFile);

    assertThatThrownBy(() -> configs.settings(named()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("target.passwordFile: " + passwordFile);
  }

  @Test
  void thereIsOnePasswordAndNotTwo() throws Exception {
    Files.writeString(passwordFile, "geheim");

    assertThatThrownBy(() -> configs.settings(named() + "  password: secret\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("target: password and passwordFile (expected: one of the two, and not both)");
  }

  @Test
  void withoutAPasswordItIsNotTried() {
    assertThatThrownBy(() -> configs.settings(NO_PASSWORD))
        .isInstanceOf(ConfigException.class)
        .hasMessage("target: password and passwordFile (expected: one of the two, and not both)");
  }

  private String named() {
    return NO_PASSWORD + "  passwordFile: \"" + passwordFile + "\"\n";
  }
}
