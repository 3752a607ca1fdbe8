package dev.lowtide.console;

import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.Operator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is going on. */
final class NowPages {

  /** Long enough to reach a button by keyboard, or hear its name, before it is gone again. */
  private static final int REFRESH_SECONDS = 5;

  private final Operator operator;
  private final Templates templates;

  NowPages(Operator operator, Templates templates) {
    this.operator = operator;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/", this::now, Access.VIEWER);
  }

  private void now(Context context) {
    Page page = templates.page(context, "Now", "now", REFRESH_SECONDS);
    Map<String, Object> facts = new LinkedHashMap<>(facts(page.mayDecide()));
    facts.put("forMe", ForMe.of(Guard.caller(context), page, operator.reviews()));
    templates.render(context, "now", page, facts);
  }

  /** The same page, told anew while it is open. */
  Optional<LivePage> live(LiveAddress address) {
    return address.path().equals("/")
        ? Optional.of(() -> pieces(address.mayDecide()))
        : Optional.empty();
  }

  private Map<String, String> pieces(boolean mayDecide) {
    Map<String, Object> facts = facts(mayDecide);
    Map<String, String> pieces = new LinkedHashMap<>();
    for (String piece : List.of("nowVerdict", "nowFigures", "nowLadder", "nowWork", "nowStamp")) {
      pieces.put(piece, templates.piece(piece, facts));
    }
    return pieces;
  }

  private Map<String, Object> facts(boolean mayDecide) {
    NowView now = operator.now();
    return Map.of("now", now, "waiting", WaitingRun.among(now, operator), "mayDecide", mayDecide);
  }
}
