package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.People;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.Map;

/** Everybody's own tokens. */
final class TokenPages {

  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final int LABEL_CHARACTERS_MAX = 64;

  private final Operator operator;
  private final People people;
  private final Templates templates;

  TokenPages(Operator operator, People people, Templates templates) {
    this.operator = operator;
    this.people = people;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/tokens", context -> show(context, ""), Access.VIEWER);
    routes.post("/tokens", this::create, Access.VIEWER);
    routes.post("/tokens/{id}/revoke", this::revoke, Access.VIEWER);
  }

  private void show(Context context, String made) {
    templates.render(
        context,
        "tokens",
        templates.page(context, "Your tokens", "tokens"),
        Map.of("tokens", people.tokens(Guard.caller(context).name()), "made", made));
  }

  private void create(Context context) {
    String owner = Guard.caller(context).name();
    String label = Requests.form(context, "label");
    if (label.isBlank() || label.length() > LABEL_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "label: '" + label + "' (expected: 1 to " + LABEL_CHARACTERS_MAX + " characters)");
    }
    if (people.find(owner).isEmpty()) {
      throw new ForbiddenResponse("only people have tokens of their own");
    }
    String token = people.createToken(owner, label, LIFETIME);
    operator.record(owner, "create token", label);
    show(context, token);
  }

  private void revoke(Context context) {
    String owner = Guard.caller(context).name();
    String id = context.pathParam("id");
    if (!id.matches("\\d{1,18}") || !people.revokeToken(owner, Long.parseLong(id))) {
      throw new NotFoundResponse("you have no token " + id);
    }
    operator.record(owner, "revoke token", "token " + id);
    context.redirect("/tokens", HttpStatus.SEE_OTHER);
  }
}
