package dev.lowtide.console;

import io.javalin.config.RoutesConfig;

/** Hands out what pages load besides themselves. */
final class StaticFiles {

  void route(RoutesConfig routes) {
    Assets.all().forEach(asset -> serve(routes, asset));
  }

  private static void serve(RoutesConfig routes, Assets.Asset asset) {
    routes.get(
        asset.path(),
        context ->
            context
                .header("Cache-Control", "max-age=3600")
                .contentType(asset.contentType())
                .result(asset.content()),
        Access.ANYBODY);
  }
}
