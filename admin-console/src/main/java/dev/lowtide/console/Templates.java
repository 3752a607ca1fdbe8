package dev.lowtide.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;

/** Writes pages. */
final class Templates {

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
  private final String version;

  Templates(String version) {
    this.version = version;
  }

  void render(Context context, String template, Page page, Map<String, Object> facts) {
    Map<String, Object> parameters = new HashMap<>(facts);
    parameters.put("page", page);
    StringOutput output = new StringOutput();
    engine.render(template + ".jte", parameters, output);
    context.contentType("text/html; charset=utf-8").result(output.toString());
  }

  Page page(Context context, String title, String section) {
    return page(context, title, section, 0);
  }

  Page page(Context context, String title, String section, int refreshSeconds) {
    return new Page(
        title, section, context.path(), Guard.callerOrNull(context), refreshSeconds, version);
  }
}
