package dev.lowtide.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;

/** What runs here and what it leads to, and everything about it in one file. */
final class AboutPages {

  private final Installation installation;
  private final Health health;
  private final Diagnostics diagnostics;
  private final Templates templates;

  AboutPages(
      Installation installation, Health health, Diagnostics diagnostics, Templates templates) {
    this.installation = installation;
    this.health = health;
    this.diagnostics = diagnostics;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/targets", this::targets, Access.VIEWER);
    routes.get("/about", this::about, Access.VIEWER);
    routes.post("/diagnostics", this::diagnostics, Access.OPERATOR);
  }

  private void targets(Context context) {
    templates.render(
        context,
        "targets",
        templates.page(context, "Target and proxy", "targets"),
        Map.of("parts", installation.parts(), "dependencies", health.look()));
  }

  private void about(Context context) {
    templates.render(
        context,
        "about",
        templates.page(context, "About", "about"),
        Map.of("settings", installation.settings()));
  }

  private void diagnostics(Context context) throws IOException {
    context
        .header("Content-Disposition", "attachment; filename=\"lowtide-diagnostics.zip\"")
        .contentType("application/zip")
        .result(diagnostics.zip());
  }
}
