package dev.lowtide.scheduler.calendar;

import java.time.Instant;

/** A time in which nothing begins, whatever window is open. */
public record Freeze(long id, String name, Instant from, Instant to) {

  public Freeze {
    Names.require("name", name, MaintenanceWindow.NAME_MAX);
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException("to: " + to + " (expected: after " + from + ")");
    }
  }

  public boolean isOn(Instant now) {
    return !now.isBefore(from) && now.isBefore(to);
  }
}
