package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.console.Chart.Dot;
import dev.lowtide.console.Chart.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration GAP = Duration.ofSeconds(45);

  @ParameterizedTest
  @CsvSource({"0, 1", "0.4, 1", "1, 1", "3, 5", "7, 10", "10, 10", "11, 20", "4999, 5000"})
  void theAxisEndsAtARoundFigure(double value, double end) {
    assertThat(Chart.roundedUp(value)).isEqualTo(end);
  }

  @Test
  void aLineIsDrawnFromLeftToRightAndTheMostIsAtTheTop() {
    Chart chart = chart(dot(0, 0), dot(30, 5), dot(60, 10));

    assertThat(chart.strokes(chart.lines().get(0), GAP))
        .containsExactly("56.0,156.0 324.0,83.0 592.0,10.0");
  }

  @Test
  void whatIsMissingIsAGap() {
    Chart chart = chart(dot(0, 1), dot(10, 1), dot(60, 1));

    assertThat(chart.strokes(chart.lines().get(0), GAP)).hasSize(2);
  }

  @Test
  void aFigureThatStandsAloneIsADot() {
    Chart chart = chart(dot(0, 1));

    assertThat(chart.strokes(chart.lines().get(0), GAP)).containsExactly("56.0,10.0 56.0,10.0");
  }

  @Test
  void whoDoesNotSeeItHearsWhatItShows() {
    assertThat(chart(dot(0, 7), dot(60, 3)).inWords()).isEqualTo("p95: now 3 ms, at most 7 ms.");
    assertThat(chart().inWords()).isEqualTo("p95: nothing is known.");
  }

  @Test
  void aSpanIsTheLastHourOrWhatSomebodyChose() {
    assertThat(span(Map.of()).length()).isEqualTo(Duration.ofHours(1));
    assertThat(span(Map.of("for", "1d")).from()).isEqualTo(NOON.minus(Duration.ofDays(1)));
    LoadSpan chosen = span(Map.of("from", "2026-01-01T10:00:00Z", "to", "2026-01-01T11:00:00Z"));
    assertThat(chosen.isFixed()).isTrue();
    assertThat(chosen.closer())
        .isEqualTo("/load?from=2026-01-01T10:15:00Z&to=2026-01-01T10:45:00Z");
    assertThat(chosen.wider()).isEqualTo("/load?from=2026-01-01T09:30:00Z&to=2026-01-01T11:30:00Z");
  }

  @Test
  void aSpanThatIsNoneIsRefused() {
    assertThatThrownBy(() -> span(Map.of("from", "yesterday", "to", "today")))
        .hasMessageContaining("from: 'yesterday' (expected: a time such as");
    assertThatThrownBy(
            () -> span(Map.of("from", "2026-01-01T10:00:00Z", "to", "2027-01-03T10:00:00Z")))
        .hasMessageContaining("at most 366 days");
    assertThatThrownBy(() -> span(Map.of("for", "1w")))
        .hasMessage("for: '1w' (expected: one of 1h, 1d, 7d, 30d)");
  }

  @Test
  void aWeekAndAMonthAreSpansTooAndAYearIsTheLongest() {
    assertThat(span(Map.of("for", "7d")).length()).isEqualTo(Duration.ofDays(7));
    assertThat(span(Map.of("for", "30d")).length()).isEqualTo(Duration.ofDays(30));
    LoadSpan year = span(Map.of("from", "2025-01-01T10:00:00Z", "to", "2025-12-31T10:00:00Z"));
    assertThat(year.wider()).isEqualTo("/load?from=2025-06-30T10:00:00Z&to=2026-07-01T10:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"PT5M, 12:00:00", "PT24H, 12:00", "P7D, 1 Jan 12:00", "P30D, 1 Jan"})
  void theLongerTheSpanTheCoarserItsTimes(Duration span, String first) {
    Chart chart = Chart.of("p95", "p95", "ms", NOON, NOON.plus(span), List.of());

    assertThat(chart.times().get(0).text()).isEqualTo(first);
  }

  private static LoadSpan span(Map<String, String> query) {
    return LoadSpan.of(query::get, NOON);
  }

  private static Chart chart(Dot... dots) {
    return Chart.of(
        "p95", "p95", "ms", NOON, NOON.plusSeconds(60), List.of(new Line("p95", List.of(dots))));
  }

  private static Dot dot(int second, double value) {
    return new Dot(NOON.plusSeconds(second), value);
  }
}
