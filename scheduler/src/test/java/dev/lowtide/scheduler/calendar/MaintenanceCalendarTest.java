package dev.lowtide.scheduler.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceCalendarTest {

  private static final Instant ONE = Instant.parse("2026-11-21T01:00:00Z");
  private static final Instant TWO = Instant.parse("2026-11-21T02:00:00Z");
  private static final Instant THREE = Instant.parse("2026-11-21T03:00:00Z");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void withoutAnyWindowItIsOpen() {
    assertThat(MaintenanceCalendar.ALWAYS.at(NOON))
        .isEqualTo(new Opening(true, null, "no windows are set: any time will do"));
  }

  @Test
  void outsideOfAllWindowsItSaysWhichOneOpensNext() {
    MaintenanceCalendar calendar = calendar(List.of(window("long", 2, 5), window("early", 1, 3)));

    assertThat(calendar.at(NOON))
        .isEqualTo(
            new Opening(
                false,
                Instant.parse("2026-11-22T01:00:00Z"),
                "window 'early' opens at 2026-11-22T01:00:00Z"));
  }

  @Test
  void ofTwoThatAreOpenTheLongerOneCounts() {
    MaintenanceCalendar calendar = calendar(List.of(window("early", 1, 3), window("long", 2, 5)));

    assertThat(calendar.at(TWO).text())
        .isEqualTo("window 'long' is open until 2026-11-21T05:00:00Z");
    assertThat(calendar.at(ONE).until()).isEqualTo(THREE);
  }

  @Test
  void aFreezeIsStrongerThanAnyWindow() {
    MaintenanceCalendar calendar =
        new MaintenanceCalendar(
            List.of(window("long", 0, 5)), List.of(new Freeze(1, "sale", TWO, NOON)));

    assertThat(calendar.at(ONE))
        .isEqualTo(new Opening(true, TWO, "window 'long' is open until 2026-11-21T02:00:00Z"));
    assertThat(calendar.at(THREE))
        .isEqualTo(new Opening(false, NOON, "frozen until 2026-11-21T12:00:00Z: sale"));
    assertThat(calendar.at(NOON).isOpen()).isFalse();
  }

  @Test
  void ofTwoFreezesTheLongerOneCounts() {
    MaintenanceCalendar calendar =
        new MaintenanceCalendar(
            List.of(), List.of(new Freeze(1, "short", ONE, TWO), new Freeze(2, "long", ONE, NOON)));

    assertThat(calendar.at(ONE).until()).isEqualTo(NOON);
    assertThat(calendar.at(NOON).isOpen()).isTrue();
  }

  @Test
  void whatIsForOneWindowIsForNoOther() {
    MaintenanceCalendar calendar =
        new MaintenanceCalendar(
            List.of(window("early", 1, 3), window("long", 2, 5)),
            List.of(new Freeze(1, "sale", THREE, NOON)));

    assertThat(calendar.at(ONE, "early").isOpen()).isTrue();
    assertThat(calendar.at(ONE, "long").text())
        .isEqualTo("window 'long' opens at 2026-11-21T02:00:00Z");
    assertThat(calendar.at(THREE, "long").text()).startsWith("frozen until ");
    assertThat(calendar.at(TWO, "").text()).startsWith("window 'long' is open until ");
    assertThat(calendar.names()).containsExactly("early", "long");
  }

  @Test
  void aWindowThatIsNotThereIsNeverOpen() {
    assertThat(MaintenanceCalendar.ALWAYS.at(ONE, "gone"))
        .isEqualTo(new Opening(false, null, "window 'gone' is no more"));
    assertThat(MaintenanceCalendar.ALWAYS.has("gone")).isFalse();
    assertThat(MaintenanceCalendar.ALWAYS.has("")).isTrue();
  }

  @Test
  void aFreezeThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> new Freeze(1, "sale", TWO, TWO))
        .hasMessage("to: 2026-11-21T02:00:00Z (expected: after 2026-11-21T02:00:00Z)");
  }

  private static MaintenanceCalendar calendar(List<MaintenanceWindow> windows) {
    return new MaintenanceCalendar(windows, List.of());
  }

  private static MaintenanceWindow window(String name, int from, int to) {
    return new MaintenanceWindow(
        1,
        name,
        EnumSet.allOf(DayOfWeek.class),
        LocalTime.of(from, 0),
        LocalTime.of(to, 0),
        ZoneOffset.UTC);
  }
}
