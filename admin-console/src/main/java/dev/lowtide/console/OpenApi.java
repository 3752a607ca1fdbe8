package dev.lowtide.console;

import io.javalin.config.RoutesConfig;

/** What REST can do, for programs that read such descriptions. A test holds it to the routes. */
final class OpenApi {

  private final byte[] description = Assets.read("openapi.json");

  void route(RoutesConfig routes) {
    routes.get(
        "/api/v1/openapi.json",
        context -> context.contentType("application/json").result(description),
        Access.ANYBODY);
  }
}
