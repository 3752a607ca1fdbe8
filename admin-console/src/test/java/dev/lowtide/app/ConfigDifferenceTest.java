package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDifferenceTest {

  @TempDir private Path folder;
  private Configs configs;

  @BeforeEach
  void setUp() {
    configs = new Configs(folder);
  }

  @Test
  void theSameFileDiffersInNothing() throws Exception {
    assertThat(ConfigDifference.of(configs.read(Configs.LEAST), configs.read(Configs.LEAST)))
        .isEmpty();
  }

  @Test
  void settingsAreNamedAsInTheFile() throws Exception {
    String other =
        Configs.LEAST.replace("3306", "3307").replace("secret", "geheim")
            + "approval: automatic\nlog: { level: debug }\nquiet: { quietFor: 3s }\n";

    assertThat(ConfigDifference.of(configs.read(Configs.LEAST), configs.read(other)))
        .containsExactly(
            "proxy.backend", "target.password", "approval", "quiet.quietFor", "log.level");
  }

  @Test
  void aSectionThatIsGoneIsNamedByItsSettings() throws Exception {
    String with = Configs.with("proxy.proxyProtocol", "{ toBackend: v1 }");

    assertThat(ConfigDifference.of(configs.read(with), configs.read(Configs.LEAST)))
        .containsExactly("proxy.proxyProtocol.toBackend");
  }
}
