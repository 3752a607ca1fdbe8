package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadSpanTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aSpanThatSomebodyChoseStays() {
    LoadSpan span = span("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z");

    assertThat(span.isFixed()).isTrue();
    assertThat(span.length()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1000000000-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z"
      })
  void aYearThatNobodyMeansIsRefused(String time) {
    assertThatThrownBy(() -> span(time, time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "from: '"
                + time
                + "' (expected: a time such as 2026-01-31T12:00:00Z, in the years 1970 to 9999)");
  }

  private static LoadSpan span(String from, String to) {
    return LoadSpan.of(Map.of("from", from, "to", to)::get, NOON);
  }
}
