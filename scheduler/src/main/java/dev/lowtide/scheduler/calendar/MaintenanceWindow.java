package dev.lowtide.scheduler.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Hours of some days of the week in which runs may be at work. When clocks are turned back, an hour
 * there is twice counts for the shorter time; when they are turned forward, an hour that is not
 * there is the moment in which they are turned. Nobody is surprised by a run outside of what was
 * agreed on.
 *
 * @param days on which it opens
 * @param to when it closes: on the next day if that is not after it opens
 */
public record MaintenanceWindow(
    long id, String name, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

  public static final int NAME_MAX = 64;

  /** One that opens once a week, and not on a night without its hour, does within these. */
  private static final int DAYS_AHEAD = 15;

  public MaintenanceWindow {
    Names.require("name", name, NAME_MAX);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("days: none (expected: at least one)");
    }
    days = Set.copyOf(days);
  }

  /** Days in the order of a week. */
  public Set<DayOfWeek> orderedDays() {
    return EnumSet.copyOf(days);
  }

  /** When it closes, if it is open. */
  public Optional<Instant> openUntil(Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    return IntStream.rangeClosed(-1, 0)
        .mapToObj(today::plusDays)
        .filter(this::opensOn)
        .filter(day -> !opens(day).isAfter(now) && closes(day).isAfter(now))
        .map(this::closes)
        .findFirst();
  }

  /** When it opens next; nothing if it never does. */
  public Optional<Instant> nextOpening(Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    return IntStream.rangeClosed(0, DAYS_AHEAD)
        .mapToObj(today::plusDays)
        .filter(this::opensOn)
        .map(this::opens)
        .filter(opening -> opening.isAfter(now))
        .findFirst();
  }

  private boolean opensOn(LocalDate day) {
    return days.contains(day.getDayOfWeek()) && closes(day).isAfter(opens(day));
  }

  private Instant opens(LocalDate day) {
    LocalDateTime opening = day.atTime(from);
    return skipped(opening)
        .orElseGet(() -> ZonedDateTime.of(opening, zone).withLaterOffsetAtOverlap().toInstant());
  }

  private Instant closes(LocalDate day) {
    LocalDateTime closing = (to.isAfter(from) ? day : day.plusDays(1)).atTime(to);
    return skipped(closing)
        .orElseGet(() -> ZonedDateTime.of(closing, zone).withEarlierOffsetAtOverlap().toInstant());
  }

  /** When clocks are turned past it, for a time that is not there on its day. */
  private Optional<Instant> skipped(LocalDateTime local) {
    return Optional.ofNullable(zone.getRules().getTransition(local))
        .filter(ZoneOffsetTransition::isGap)
        .map(ZoneOffsetTransition::getInstant);
  }
}
