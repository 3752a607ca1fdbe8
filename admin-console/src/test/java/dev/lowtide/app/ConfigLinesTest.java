package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ConfigLinesTest {

  private static final YAMLMapper MAPPER = YAMLMapper.builder().build();

  private static final String TEXT =
      """
      # The first line is a comment.
      proxy:
        tls: { mode: as-client,
               user: nobody }
        clientNetworks:
          - 10.0.0.0/8
        user: proxy
      user: stray
      target:
        proxy: { user: misplaced }
        user: lowtide
      """;

  @ParameterizedTest
  @CsvSource({
    "proxy, 2",
    "proxy.tls, 3",
    "proxy.tls.mode, 3",
    "proxy.tls.user, 4",
    "proxy.user, 7",
    "user, 8",
    "target.proxy.user, 10",
    "target.user, 11"
  })
  void findsASettingByItsWholePath(String path, int line) {
    assertThat(find(TEXT, path)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({"proxy.sessionsMax, 2", "proxy.tls.key, 3", "proxy.clientNetworks.null, 5"})
  void findsTheNearestParentOfWhatIsNotThere(String path, int line) {
    assertThat(find(TEXT, path)).isEqualTo(line);
  }

  @Test
  void theFirstLineStandsForWhatIsNowhere() {
    assertThat(find(TEXT, "quiet.quietFor")).isEqualTo(1);
    assertThat(find("", "quiet")).isEqualTo(1);
    assertThat(ConfigLines.find(MAPPER, TEXT, List.of())).isEqualTo(1);
  }

  @Test
  void whatStandsBeforeAFaultIsFoundAllTheSame() {
    assertThat(find("proxy: {}\ntarget:\n  user: lowtide\nquiet: [\n", "target.user")).isEqualTo(3);
  }

  @Test
  void theFirstOfTwoIsFound() {
    assertThat(find("proxy: {}\n\nproxy: {}\n", "proxy")).isEqualTo(1);
  }

  private static int find(String text, String path) {
    return ConfigLines.find(MAPPER, text, List.of(path.split("\\.")));
  }
}
