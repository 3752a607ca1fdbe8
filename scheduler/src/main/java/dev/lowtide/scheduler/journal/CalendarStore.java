package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.calendar.MaintenanceCalendar;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Windows and freezes in the store. Safe for any thread. */
public final class CalendarStore {

  private static final String WINDOW = "SELECT * FROM maintenance_window";
  private static final String FREEZE = "SELECT * FROM change_freeze";

  private final Jdbi jdbi;

  CalendarStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  public MaintenanceCalendar calendar() {
    return jdbi.inTransaction(
        handle ->
            new MaintenanceCalendar(
                handle
                    .createQuery(WINDOW + " ORDER BY id")
                    .map((row, context) -> window(row))
                    .list(),
                handle
                    .createQuery(FREEZE + " ORDER BY begins_at, id")
                    .map((row, context) -> freeze(row))
                    .list()));
  }

  public MaintenanceWindow add(MaintenanceWindow window, String by, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          long id =
              handle
                  .createUpdate(
                      """
                      INSERT INTO maintenance_window (name, days, opens, closes, zone)
                      VALUES (:name, :days, :opens, :closes, :zone)""")
                  .bind("name", window.name())
                  .bind("days", days(window))
                  .bind("opens", window.from().toString())
                  .bind("closes", window.to().toString())
                  .bind("zone", window.zone().getId())
                  .executeAndReturnGeneratedKeys("id")
                  .mapTo(long.class)
                  .one();
          AuditTrail.record(handle, now, by, "set window", text(window));
          return new MaintenanceWindow(
              id, window.name(), window.days(), window.from(), window.to(), window.zone());
        });
  }

  public Freeze add(Freeze freeze, String by, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          long id =
              handle
                  .createUpdate(
                      """
                      INSERT INTO change_freeze (name, begins_at, ends_at)
                      VALUES (:name, :begins, :ends)""")
                  .bind("name", freeze.name())
                  .bind("begins", freeze.from().toEpochMilli())
                  .bind("ends", freeze.to().toEpochMilli())
                  .executeAndReturnGeneratedKeys("id")
                  .mapTo(long.class)
                  .one();
          AuditTrail.record(handle, now, by, "set freeze", text(freeze));
          return new Freeze(id, freeze.name(), freeze.from(), freeze.to());
        });
  }

  /** False if there is none any more. */
  public boolean removeWindow(long id, String by, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          Optional<MaintenanceWindow> window =
              handle
                  .createQuery(WINDOW + " WHERE id = :id")
                  .bind("id", id)
                  .map((row, context) -> window(row))
                  .findOne();
          boolean isRemoved = window.isPresent() && delete(handle, "maintenance_window", id);
          if (isRemoved) {
            AuditTrail.record(handle, now, by, "remove window", text(window.get()));
          }
          return isRemoved;
        });
  }

  /** False if there is none any more. */
  public boolean removeFreeze(long id, String by, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          Optional<Freeze> freeze =
              handle
                  .createQuery(FREEZE + " WHERE id = :id")
                  .bind("id", id)
                  .map((row, context) -> freeze(row))
                  .findOne();
          boolean isRemoved = freeze.isPresent() && delete(handle, "change_freeze", id);
          if (isRemoved) {
            AuditTrail.record(handle, now, by, "remove freeze", text(freeze.get()));
          }
          return isRemoved;
        });
  }

  private static boolean delete(Handle handle, String table, long id) {
    return handle.execute("DELETE FROM " + table + " WHERE id = ?", id) == 1;
  }

  private static MaintenanceWindow window(ResultSet row) throws SQLException {
    return new MaintenanceWindow(
        row.getLong("id"),
        row.getString("name"),
        Arrays.stream(row.getString("days").split(","))
            .map(DayOfWeek::valueOf)
            .collect(Collectors.toSet()),
        LocalTime.parse(row.getString("opens")),
        LocalTime.parse(row.getString("closes")),
        ZoneId.of(row.getString("zone")));
  }

  private static Freeze freeze(ResultSet row) throws SQLException {
    return new Freeze(
        row.getLong("id"),
        row.getString("name"),
        Instant.ofEpochMilli(row.getLong("begins_at")),
        Instant.ofEpochMilli(row.getLong("ends_at")));
  }

  private static String days(MaintenanceWindow window) {
    return window.orderedDays().stream().map(DayOfWeek::name).collect(Collectors.joining(","));
  }

  private static String text(MaintenanceWindow window) {
    return "'%s': %s %s to %s %s"
        .formatted(window.name(), days(window), window.from(), window.to(), window.zone());
  }

  private static String text(Freeze freeze) {
    return "'%s': %s to %s".formatted(freeze.name(), freeze.from(), freeze.to());
  }
}
