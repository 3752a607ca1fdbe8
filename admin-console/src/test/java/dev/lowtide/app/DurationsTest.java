package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "500ms, PT0.5S",
    "-5s, PT-5S",
    "2s, PT2S",
    "5m, PT5M",
    "72h, PT72H",
    "7d, PT168H",
    "90 s, PT1M30S",
    "' 2s ', PT2S",
    "999999999ms, PT277H46M39.999S"
  })
  void readsANumberWithAUnit(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S, PT0.5S", "PT1H30M, PT1H30M", "P2D, PT48H", "pt2s, PT2S"})
  void readsIso8601(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "1.5s",
        "5S",
        "5 sec",
        "5w",
        "1h30m",
        "soon",
        "1000000000s",
        "P1M",
        "PT"
      })
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' (expected: a duration such as 500ms, 2s, 5m, 72h or 7d)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT9223372036854775807H", "P99999999999999999999D"})
  void refusesMoreThanCanBeCounted(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("expected: a duration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "50ms", "1500ms", "5s", "61s", "10m", "24h", "25h"})
  void isWrittenAsItIsRead(String text) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
  }
}
