package dev.lowtide.console;

import dev.lowtide.scheduler.operator.HeldView;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes pages. */
public final class Templates {

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
  private final String version;
  private final Supplier<Optional<HeldView>> held;

  Templates(String version) {
    this(version, Optional::empty);
  }

  /**
   * Precompiled ones.
   *
   * @param held who holds everything, which every page says
   */
  Templates(String version, Supplier<Optional<HeldView>> held) {
    this.version = version;
    this.held = held;
  }

  /** What every page says at its top. */
  String notice() {
    return held.get().map(HeldView::text).orElse("");
  }

  /** The same, as a piece of an open page. */
  String noticePiece(boolean mayDecide) {
    return piece("notice", Map.of("notice", notice(), "mayDecide", mayDecide));
  }

  void render(Context context, String template, Page page, Map<String, Object> facts) {
    Map<String, Object> parameters = new HashMap<>(facts);
    parameters.put("page", page);
    context.contentType("text/html; charset=utf-8").result(piece(template, parameters));
  }

  /** A piece of a page, as the page itself has it. */
  String piece(String template, Map<String, Object> facts) {
    StringOutput output = new StringOutput();
    engine.render(template + ".jte", facts, output);
    return output.toString();
  }

  /** Changes with whatever a page that is open would not fit to any more. */
  public static String version(String lowtide) {
    return lowtide + "+" + Assets.version();
  }

  Page page(Context context, String title, String section) {
    return page(context, title, section, 0);
  }

  Page page(Context context, String title, String section, int refreshSeconds) {
    return new Page(
        title,
        section,
        context.path(),
        Guard.callerOrNull(context),
        "true".equals(context.queryParam(Page.STILL)) ? 0 : refreshSeconds,
        refreshSeconds > 0,
        notice(),
        version);
  }
}
