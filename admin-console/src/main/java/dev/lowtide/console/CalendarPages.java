package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Calendars;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.ZoneId;
import java.util.Map;

/** When runs may be at work, and what they are approved by. */
final class CalendarPages {

  private static final String PAGE = "/calendar";

  private final Calendars calendars;
  private final Installation installation;
  private final Templates templates;

  CalendarPages(Calendars calendars, Installation installation, Templates templates) {
    this.calendars = calendars;
    this.installation = installation;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get(PAGE, context -> show(context, ""), Access.VIEWER);
    routes.post(PAGE + "/windows", this::addWindow, Access.POLICY_MAKER);
    routes.post(PAGE + "/windows/{id}/remove", this::removeWindow, Access.POLICY_MAKER);
    routes.post(PAGE + "/freezes", this::addFreeze, Access.POLICY_MAKER);
    routes.post(PAGE + "/freezes/{id}/remove", this::removeFreeze, Access.POLICY_MAKER);
  }

  private void show(Context context, String problem) {
    templates.render(
        context,
        "calendar",
        templates.page(context, "Windows and policies", "calendar"),
        Map.of(
            "calendar",
            calendars.calendar(),
            "opening",
            calendars.opening(),
            "zone",
            ZoneId.systemDefault().getId(),
            "policies",
            installation.policies(),
            "problem",
            problem));
  }

  private void addWindow(Context context) {
    change(context, () -> calendars.add(form(context).window(), by(context)));
  }

  private void addFreeze(Context context) {
    change(context, () -> calendars.add(form(context).freeze(), by(context)));
  }

  private void removeWindow(Context context) {
    change(context, () -> calendars.removeWindow(Requests.id(context), by(context)));
  }

  private void removeFreeze(Context context) {
    change(context, () -> calendars.removeFreeze(Requests.id(context), by(context)));
  }

  /** Whoever mistypes sees why beside the form. */
  private void change(Context context, Runnable change) {
    try {
      change.run();
    } catch (IllegalArgumentException e) {
      context.status(HttpStatus.BAD_REQUEST);
      show(context, String.valueOf(e.getMessage()));
      return;
    }
    context.redirect(PAGE, HttpStatus.SEE_OTHER);
  }

  private static CalendarForm form(Context context) {
    return new CalendarForm(
        context.formParam("name"),
        context.formParam("days"),
        context.formParam("from"),
        context.formParam("to"),
        context.formParam("zone"));
  }

  private static String by(Context context) {
    return Guard.caller(context).name();
  }
}
