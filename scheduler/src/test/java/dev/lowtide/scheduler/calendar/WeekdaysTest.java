package dev.lowtide.scheduler.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekdaysTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "daily | daily",
        "mon-sun | daily",
        "mon-fri | mon,tue,wed,thu,fri",
        "Sat, SUNDAY | sat,sun",
        "fri-mon | mon,fri,sat,sun",
        "tue | tue",
        "wed-wed | wed",
      })
  void areReadAsPeopleWriteThem(String text, String days) {
    assertThat(Weekdays.text(Weekdays.parse(text))).isEqualTo(days);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "mo", "mon-", "-", "mon;tue", "montag", "mon,,tue"})
  void whatIsNoDayIsRefused(String text) {
    assertThatThrownBy(() -> Weekdays.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("days: '" + text + "' (expected: such as daily, mon-fri or sat,sun)");
  }
}
