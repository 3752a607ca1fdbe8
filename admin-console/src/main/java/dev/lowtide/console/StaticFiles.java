package dev.lowtide.console;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What pages load besides themselves. A handful of small files, read once: a file server that
 * mounts the jar keeps an index of all its entries, some 20 MiB.
 */
final class StaticFiles {

  private static final String FOLDER = "static/";

  void route(RoutesConfig routes) {
    serve(routes, "lowtide.css", "text/css; charset=utf-8");
    serve(routes, "lowtide.svg", "image/svg+xml");
  }

  private static void serve(RoutesConfig routes, String name, String contentType) {
    byte[] content = read(FOLDER + name);
    routes.get(
        "/" + FOLDER + name,
        context ->
            context
                .header("Cache-Control", "max-age=3600")
                .contentType(contentType)
                .result(content),
        Access.ANYBODY);
  }

  private static byte[] read(String resource) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
