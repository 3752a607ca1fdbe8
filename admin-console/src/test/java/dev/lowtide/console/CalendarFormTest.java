package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarFormTest {

  @Test
  void aWindowIsReadAsPeopleWriteIt() {
    assertThat(new CalendarForm("nights", "sat,sun", "01:30", "05:00", "Europe/Berlin").window())
        .isEqualTo(
            new MaintenanceWindow(
                0,
                "nights",
                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                LocalTime.of(1, 30),
                LocalTime.of(5, 0),
                ZoneId.of("Europe/Berlin")));
  }

  @Test
  void aFreezeIsMeantInItsZone() {
    assertThat(
            new CalendarForm("sale", null, "2026-12-24T18:00", "2026-12-27T06:00", "Europe/Berlin")
                .freeze())
        .isEqualTo(
            new Freeze(
                0,
                "sale",
                Instant.parse("2026-12-24T17:00:00Z"),
                Instant.parse("2026-12-27T05:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "null | 01:00 | UTC | days: missing (expected: a value)",
        "daily | 1 o'clock | UTC | from: '1 o'clock' (expected: a time such as 01:30)",
        "daily | 01:00 | Mars/Base | zone: 'Mars/Base' (expected: such as Europe/Berlin or UTC)",
        "dailly | 01:00 | UTC | days: 'dailly' (expected: such as daily, mon-fri or sat,sun)",
      })
  void whatCannotBeReadIsNamed(String days, String from, String zone, String message) {
    assertThatThrownBy(() -> new CalendarForm("nights", days, from, "05:00", zone).window())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aFreezeWithoutADayIsRefused() {
    assertThatThrownBy(
            () -> new CalendarForm("sale", null, "18:00", "2026-12-27T06:00", "UTC").freeze())
        .hasMessage(
            "from: '18:00' (expected: a time such as 2026-12-24T18:00, in the years 1970 to 9999)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+999999999-12-31T23:59", "+10000-01-01T00:00", "1969-12-31T23:59"})
  void aYearThatNobodyMeansIsRefused(String to) {
    assertThatThrownBy(() -> new CalendarForm("sale", null, "2026-12-24T18:00", to, "UTC").freeze())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("to: '" + to + "' (expected: a time such as 2026-12-24T18:00, ");
  }
}
