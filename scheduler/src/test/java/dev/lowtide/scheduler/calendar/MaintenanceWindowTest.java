package dev.lowtide.scheduler.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceWindowTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

  /** 2026-11-21 is a Saturday; Berlin is an hour ahead in winter and two in summer. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-20T23:59:59Z, ''",
    "2026-11-21T00:00:00Z, 2026-11-21T03:30:00Z",
    "2026-11-21T03:29:59Z, 2026-11-21T03:30:00Z",
    "2026-11-21T03:30:00Z, ''",
    "2026-07-18T00:00:00Z, 2026-07-18T02:30:00Z",
    "2026-11-22T01:00:00Z, ''",
  })
  void itIsOpenBetweenItsHoursWhereverTheyAre(String now, String until) {
    MaintenanceWindow window = window(Set.of(DayOfWeek.SATURDAY), "01:00", "04:30");

    assertThat(window.openUntil(Instant.parse(now)).map(Instant::toString).orElse(""))
        .isEqualTo(until);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T21:30:00Z, 2026-11-21T04:00:00Z",
    "2026-11-21T03:59:59Z, 2026-11-21T04:00:00Z",
    "2026-11-21T21:30:00Z, ''",
  })
  void itMayLastOverMidnight(String now, String until) {
    MaintenanceWindow window = window(Set.of(DayOfWeek.FRIDAY), "22:00", "05:00");

    assertThat(window.openUntil(Instant.parse(now)).map(Instant::toString).orElse(""))
        .isEqualTo(until);
  }

  /** On 2026-10-25 the hour from two to three is there twice: at 00:30 and at 01:30 UTC. */
  @Test
  void anHourThatIsThereTwiceMakesItShorter() {
    assertThat(window(EVERY_DAY, "02:30", "05:00").openUntil(at("2026-10-25T00:45:00Z"))).isEmpty();
    assertThat(window(EVERY_DAY, "02:30", "05:00").openUntil(at("2026-10-25T01:45:00Z")))
        .isPresent();
    assertThat(window(EVERY_DAY, "01:00", "02:30").openUntil(at("2026-10-25T00:45:00Z"))).isEmpty();
  }

  /** On 2026-03-29 two o'clock is three o'clock. */
  @Test
  void anHourThatIsNotThereIsNotOpen() {
    MaintenanceWindow window = window(EVERY_DAY, "02:00", "03:00");

    assertThat(window.openUntil(at("2026-03-29T01:00:00Z"))).isEmpty();
    assertThat(window.nextOpening(at("2026-03-28T12:00:00Z"))).contains(at("2026-03-30T00:00:00Z"));
  }

  /** Clocks of Berlin go from two to three at 01:00 UTC. */
  @ParameterizedTest
  @CsvSource({
    "01:00, 02:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
    "01:00, 02:30, 2026-03-29T01:00:00Z, ''",
    "01:00, 03:30, 2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z",
    "02:00, 02:30, 2026-03-29T01:00:00Z, ''",
    "02:30, 02:45, 2026-03-29T01:30:00Z, ''",
    "02:30, 05:00, 2026-03-29T00:59:59Z, ''",
    "02:30, 05:00, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
    "22:00, 02:30, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z",
    "22:00, 02:30, 2026-03-29T01:00:00Z, ''",
  })
  void aTimeThatIsNotThereIsTheMomentInWhichClocksAreTurned(
      String from, String to, String now, String until) {
    assertThat(window(EVERY_DAY, from, to).openUntil(at(now)).map(Instant::toString).orElse(""))
        .isEqualTo(until);
  }

  @Test
  void itOpensNextOnOneOfItsDays() {
    MaintenanceWindow window = window(Set.of(DayOfWeek.FRIDAY), "22:00", "05:00");

    assertThat(window.nextOpening(at("2026-11-21T00:00:00Z"))).contains(at("2026-11-27T21:00:00Z"));
    assertThat(window.nextOpening(at("2026-11-27T20:59:59Z"))).contains(at("2026-11-27T21:00:00Z"));
  }

  @Test
  void oneWithoutDaysOrWithoutNameIsRefused() {
    assertThatThrownBy(() -> window(Set.of(), "01:00", "02:00"))
        .hasMessage("days: none (expected: at least one)");
    assertThatThrownBy(
            () ->
                new MaintenanceWindow(
                    1, " ", EVERY_DAY, LocalTime.NOON, LocalTime.MIDNIGHT, BERLIN))
        .hasMessage("name: ' ' (expected: 1 to 64 characters that can be seen)");
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  private static MaintenanceWindow window(Set<DayOfWeek> days, String from, String to) {
    return new MaintenanceWindow(
        1, "nights", days, LocalTime.parse(from), LocalTime.parse(to), BERLIN);
  }
}
