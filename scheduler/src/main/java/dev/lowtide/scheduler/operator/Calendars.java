package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.calendar.MaintenanceCalendar;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import dev.lowtide.scheduler.calendar.Opening;

/** Windows and freezes, seen and changed by people. {@code by} is who decides. Any thread. */
public interface Calendars {

  MaintenanceCalendar calendar();

  /** How it is now. */
  Opening opening();

  /**
   * Sets a window.
   *
   * @param window whose id does not matter
   */
  MaintenanceWindow add(MaintenanceWindow window, String by);

  /**
   * Sets a freeze.
   *
   * @param freeze whose id does not matter
   */
  Freeze add(Freeze freeze, String by);

  /** Takes a window away. */
  void removeWindow(long id, String by);

  /** Takes a freeze away, or ends it. */
  void removeFreeze(long id, String by);
}
