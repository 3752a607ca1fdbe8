package dev.lowtide.scheduler.calendar;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All windows and freezes there are. Without a window it is always open, but for freezes. */
public record MaintenanceCalendar(List<MaintenanceWindow> windows, List<Freeze> freezes) {

  public static final MaintenanceCalendar ALWAYS = new MaintenanceCalendar(List.of(), List.of());

  public MaintenanceCalendar {
    windows = List.copyOf(windows);
    freezes = List.copyOf(freezes);
  }

  /** How it is at that time. */
  public Opening at(Instant now) {
    Optional<Freeze> frozen =
        freezes.stream().filter(freeze -> freeze.isOn(now)).max(Comparator.comparing(Freeze::to));
    if (frozen.isPresent()) {
      Freeze freeze = frozen.get();
      return new Opening(false, freeze.to(), "frozen until " + freeze.to() + ": " + freeze.name());
    }
    if (windows.isEmpty()) {
      return new Opening(true, nextFreeze(now), "no windows are set: any time will do");
    }
    return inWindow(now).map(window -> open(window, now)).orElseGet(() -> closed(now));
  }

  /** How it is at that time in the windows of one name; of an empty one, in any. */
  public Opening at(Instant now, String name) {
    if (name.isEmpty()) {
      return at(now);
    }
    List<MaintenanceWindow> named =
        windows.stream().filter(window -> window.name().equals(name)).toList();
    return named.isEmpty()
        ? new Opening(false, null, "window '" + name + "' is no more")
        : new MaintenanceCalendar(named, freezes).at(now);
  }

  /** Whether there is one of that name; an empty one stands for any. */
  public boolean has(String name) {
    return name.isEmpty() || names().contains(name);
  }

  /** What the windows are called, in the order of the alphabet. */
  public List<String> names() {
    return windows.stream().map(MaintenanceWindow::name).distinct().sorted().toList();
  }

  /** The one that is open longest. */
  private Optional<MaintenanceWindow> inWindow(Instant now) {
    return windows.stream()
        .filter(window -> window.openUntil(now).isPresent())
        .max(Comparator.comparing(window -> window.openUntil(now).orElseThrow()));
  }

  private Opening open(MaintenanceWindow window, Instant now) {
    Instant closes = window.openUntil(now).orElseThrow();
    Instant freeze = nextFreeze(now);
    Instant until = freeze != null && freeze.isBefore(closes) ? freeze : closes;
    return new Opening(true, until, "window '" + window.name() + "' is open until " + until);
  }

  private Opening closed(Instant now) {
    Optional<MaintenanceWindow> next =
        windows.stream()
            .filter(window -> window.nextOpening(now).isPresent())
            .min(Comparator.comparing(window -> window.nextOpening(now).orElseThrow()));
    return next.map(
            window -> {
              Instant opens = window.nextOpening(now).orElseThrow();
              return new Opening(false, opens, "window '" + window.name() + "' opens at " + opens);
            })
        .orElseGet(() -> new Opening(false, null, "no window ever opens"));
  }

  private @Nullable Instant nextFreeze(Instant now) {
    return freezes.stream()
        .map(Freeze::from)
        .filter(from -> from.isAfter(now))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
