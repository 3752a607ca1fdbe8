package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Holding;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;

/** Stopping everything, and letting it go on. */
final class HoldPages {

  private final Holding holding;
  private final Templates templates;

  HoldPages(Holding holding, Templates templates) {
    this.holding = holding;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/stop", this::confirm, Access.OPERATOR);
    routes.post("/hold", this::hold, Access.OPERATOR);
    routes.post("/unhold", this::unhold, Access.OPERATOR);
  }

  private void confirm(Context context) {
    boolean isHeld = holding.held().isPresent();
    String title = isHeld ? "Everything is held" : "Stop everything";
    templates.render(
        context, "stop", templates.page(context, title, "stop"), Map.of("isHeld", isHeld));
  }

  private void hold(Context context) {
    holding.hold(Guard.caller(context).name(), Requests.form(context, "why").strip());
    context.redirect("/", HttpStatus.SEE_OTHER);
  }

  private void unhold(Context context) {
    holding.unhold(Guard.caller(context).name());
    context.redirect("/", HttpStatus.SEE_OTHER);
  }
}
