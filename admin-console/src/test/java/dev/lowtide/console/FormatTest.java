package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.999S, 999 ms",
    "PT1S, 1.0 s",
    "PT2.35S, 2.4 s",
    "PT59.9S, 59.9 s",
    "PT1M, 1 min 0 s",
    "PT59M59.9S, 59 min 59 s",
    "PT1H, 1 h 0 min",
    "PT25H5M59S, 25 h 5 min"
  })
  void aDurationIsWrittenInTheUnitThatFits(Duration duration, String text) {
    assertThat(Format.duration(duration)).isEqualTo(text);
  }

  @Test
  void noDurationIsWrittenAsNothing() {
    assertThat(Format.duration(null)).isEmpty();
  }

  @Test
  void aTimeSaysItsZone() {
    assertThat(Format.time(Instant.parse("2026-01-02T03:04:05.678Z")))
        .isEqualTo("2026-01-02 03:04:05 UTC");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0/s", "12.34, 12.3/s", "1234.56, 1234.6/s"})
  void aRateHasOneDecimal(double perSecond, String text) {
    assertThat(Format.rate(perSecond)).isEqualTo(text);
  }

  @Test
  void numbersDoNotDependOnWhereTheServerStands() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Format.rate(2.5)).isEqualTo("2.5/s");
      assertThat(Format.duration(Duration.ofMillis(2500))).isEqualTo("2.5 s");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aQueryHidesWhatWouldEndIt() {
    assertThat(Format.query("a b.c&d=\"é\"<")).isEqualTo("a+b.c%26d%3D%22%C3%A9%22%3C");
  }

  @ParameterizedTest
  @CsvSource({"WAITING_FOR_QUIET, waiting for quiet", "CUTTING_OVER, cutting over", "STALE, stale"})
  void aStateIsWrittenInWords(RunState state, String text) {
    assertThat(Format.state(state)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, good",
    "FAILED, bad",
    "UNCERTAIN, bad",
    "PROPOSED, attention",
    "RUNNING, busy",
    "WAITING_FOR_QUIET, plain",
    "ABORTED, plain"
  })
  void aStateHasATone(RunState state, String tone) {
    assertThat(Format.tone(state)).isEqualTo(tone);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min 0 s", "3600, 1 h 0 min"})
  void secondsAreWrittenWithTheUnitThatFits(long seconds, String text) {
    assertThat(Format.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"true, false, good", "false, false, busy", "false, true, bad"})
  void aConditionIsGoodWhenItIsMet(boolean isMet, boolean isBlind, String tone) {
    ConditionView condition = new ConditionView("s", "v", "l", 1, isMet, isBlind);

    assertThat(Format.tone(condition)).isEqualTo(tone);
  }
}
