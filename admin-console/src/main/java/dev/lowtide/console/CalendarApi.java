package dev.lowtide.console;

import dev.lowtide.scheduler.calendar.MaintenanceCalendar;
import dev.lowtide.scheduler.calendar.Opening;
import dev.lowtide.scheduler.operator.Calendars;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** The same over REST. */
final class CalendarApi {

  private static final String ROOT = Api.ROOT + "/calendar";

  private final Calendars calendars;

  /** What there is, and how it is now. */
  private record Answer(Opening now, MaintenanceCalendar calendar) {}

  CalendarApi(Calendars calendars) {
    this.calendars = calendars;
  }

  void route(RoutesConfig routes) {
    routes.get(ROOT, this::show, Access.VIEWER);
    routes.post(ROOT + "/windows", this::addWindow, Access.POLICY_MAKER);
    routes.delete(ROOT + "/windows/{id}", this::removeWindow, Access.POLICY_MAKER);
    routes.post(ROOT + "/freezes", this::addFreeze, Access.POLICY_MAKER);
    routes.delete(ROOT + "/freezes/{id}", this::removeFreeze, Access.POLICY_MAKER);
  }

  private void show(Context context) {
    Json.answer(context, new Answer(calendars.opening(), calendars.calendar()));
  }

  private void addWindow(Context context) {
    context.status(HttpStatus.CREATED);
    Json.answer(context, calendars.add(form(context).window(), by(context)));
  }

  private void addFreeze(Context context) {
    context.status(HttpStatus.CREATED);
    Json.answer(context, calendars.add(form(context).freeze(), by(context)));
  }

  private void removeWindow(Context context) {
    calendars.removeWindow(Requests.id(context), by(context));
    show(context);
  }

  private void removeFreeze(Context context) {
    calendars.removeFreeze(Requests.id(context), by(context));
    show(context);
  }

  private static CalendarForm form(Context context) {
    return Json.read(context, CalendarForm.class);
  }

  private static String by(Context context) {
    return Guard.caller(context).name();
  }
}
