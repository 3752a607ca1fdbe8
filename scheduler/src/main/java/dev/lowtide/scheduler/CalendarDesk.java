package dev.lowtide.scheduler;

import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.calendar.MaintenanceCalendar;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import dev.lowtide.scheduler.calendar.Opening;
import dev.lowtide.scheduler.journal.CalendarStore;
import dev.lowtide.scheduler.operator.Calendars;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps runs to the hours that were agreed on. Safe for any thread. */
final class CalendarDesk implements Calendars {

  /** As many as a page shows and anybody keeps in mind. */
  private static final int EACH_MAX = 100;

  private final CalendarStore store;
  private final Clock clock;
  private volatile @Nullable MaintenanceCalendar known;

  CalendarDesk(CalendarStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Why a run may not begin now; empty if it may. */
  String whyNot(ShrinkRun run) {
    Instant now = clock.instant();
    Opening opening = calendar().at(now, run.plan().window());
    if (!opening.isOpen()) {
      return opening.text();
    }
    return opening.until() == null || run.plan().method().isCopy()
        ? ""
        : tooShort(run, opening, Duration.between(now, opening.until()));
  }

  /** What can be broken off and go on later need not fit. */
  private static String tooShort(ShrinkRun run, Opening opening, Duration left) {
    Estimate estimate = run.plan().estimate();
    Duration needed = estimate.forecast().likely().plus(estimate.cutOver());
    return needed.compareTo(left) <= 0
        ? ""
        : opening.text() + ", and the run needs about " + TimeText.of(needed);
  }

  /** Whether a run that is at work is to be broken off, and goes on when it is open again. */
  boolean isOverFor(ShrinkRun run) {
    boolean canGoOn = run.state() == RunState.RUNNING || run.state() == RunState.PAUSED;
    return canGoOn
        && run.plan().method().isCopy()
        && !calendar().at(clock.instant(), run.plan().window()).isOpen();
  }

  /** Whether the window that it was asked for is there yet. */
  boolean hasWindowOf(ShrinkRun run) {
    return calendar().has(run.plan().window());
  }

  /**
   * The name of a window that there is, or of any.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  String known(String window) {
    if (calendar().has(window)) {
      return window;
    }
    List<String> names = calendar().names();
    throw new IllegalArgumentException(
        "window: '"
            + window
            + "' (expected: "
            + (names.isEmpty() ? "none, since none is set" : "one of " + names + ", or none")
            + ")");
  }

  /** Looked up once: nobody else changes it. */
  @Override
  public MaintenanceCalendar calendar() {
    MaintenanceCalendar calendar = known;
    return calendar == null ? read() : calendar;
  }

  /** Never beside a change: what was read before it would be taken for what is after it. */
  private synchronized MaintenanceCalendar read() {
    MaintenanceCalendar calendar = known;
    if (calendar == null) {
      calendar = store.calendar();
      known = calendar;
    }
    return calendar;
  }

  @Override
  public Opening opening() {
    return calendar().at(clock.instant());
  }

  @Override
  public MaintenanceWindow add(MaintenanceWindow window, String by) {
    return change(
        () -> {
          requireRoom("windows", calendar().windows().size());
          return store.add(window, by, clock.instant());
        });
  }

  @Override
  public Freeze add(Freeze freeze, String by) {
    return change(
        () -> {
          requireRoom("freezes", calendar().freezes().size());
          if (!freeze.to().isAfter(clock.instant())) {
            throw new IllegalArgumentException("to: " + freeze.to() + " (expected: in the future)");
          }
          return store.add(freeze, by, clock.instant());
        });
  }

  @Override
  public void removeWindow(long id, String by) {
    requireThere(change(() -> store.removeWindow(id, by, clock.instant())), "window " + id);
  }

  @Override
  public void removeFreeze(long id, String by) {
    requireThere(change(() -> store.removeFreeze(id, by, clock.instant())), "freeze " + id);
  }

  /** A change whose answer was lost may have been made all the same. */
  private synchronized <T> T change(Supplier<T> change) {
    try {
      return change.get();
    } finally {
      known = null;
    }
  }

  private static void requireRoom(String what, int count) {
    if (count >= EACH_MAX) {
      throw new OperatorException(
          Kind.REFUSED,
          "there are " + count + " " + what + " (expected: at most " + EACH_MAX + ")");
    }
  }

  private static void requireThere(boolean wasThere, String what) {
    if (!wasThere) {
      throw new OperatorException(Kind.NOT_FOUND, what + " does not exist");
    }
  }
}
