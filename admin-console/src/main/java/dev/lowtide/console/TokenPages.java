package dev.lowtide.console;

import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Permission;
import dev.lowtide.scheduler.operator.TokenScope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Everybody's own tokens. */
final class TokenPages {

  private static final Duration LIFETIME = Duration.ofDays(90);

  /** A year: whoever needs it longer looks once a year whether they still do. */
  private static final int DAYS_MAX = 366;

  private static final int LABEL_CHARACTERS_MAX = 64;

  private final People people;
  private final StepUp stepUp;
  private final Templates templates;

  TokenPages(People people, StepUp stepUp, Templates templates) {
    this.people = people;
    this.stepUp = stepUp;
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
        Map.of(
            "tokens",
            people.tokens(Guard.caller(context).name()),
            "made",
            made,
            "needsPassword",
            stepUp.isDue(context)));
  }

  private void create(Context context) {
    String owner = Guard.caller(context).name();
    String label = Requests.form(context, "label");
    if (label.isBlank() || label.length() > LABEL_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "label: '" + label + "' (expected: 1 to " + LABEL_CHARACTERS_MAX + " characters)");
    }
    if (!Guard.caller(context).isBrowser() || people.find(owner).isEmpty()) {
      throw new ForbiddenResponse("only people who signed in make tokens of their own");
    }
    TokenScope scope = scope(context);
    if (scope == TokenScope.APPROVE && !Guard.caller(context).may(Permission.APPROVE)) {
      throw new ForbiddenResponse("a token that approves is made by somebody who does");
    }
    if (scope == TokenScope.APPROVE) {
      stepUp.require(context);
    }
    show(context, people.createToken(owner, label, scope, lifetime(context)));
  }

  /** Who says nothing gets one that approves nothing. */
  private static TokenScope scope(Context context) {
    String text = context.formParam("scope");
    return Arrays.stream(TokenScope.values())
        .filter(scope -> scope.name().equals(text == null ? TokenScope.ACT.name() : text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scope: '"
                        + text
                        + "' (expected: one of "
                        + Arrays.toString(TokenScope.values())
                        + ")"));
  }

  private static Duration lifetime(Context context) {
    String days = context.formParam("days");
    if (days == null) {
      return LIFETIME;
    }
    if (!days.matches("\\d{1,3}")
        || Integer.parseInt(days) < 1
        || Integer.parseInt(days) > DAYS_MAX) {
      throw new IllegalArgumentException("days: '" + days + "' (expected: 1 to " + DAYS_MAX + ")");
    }
    return Duration.ofDays(Integer.parseInt(days));
  }

  private void revoke(Context context) {
    if (!Guard.caller(context).isBrowser()) {
      throw new ForbiddenResponse("only people who signed in revoke tokens of theirs");
    }
    String owner = Guard.caller(context).name();
    String id = context.pathParam("id");
    if (!id.matches("\\d{1,18}") || !people.revokeToken(owner, Long.parseLong(id))) {
      throw new NotFoundResponse("you have no token " + id);
    }
    context.redirect("/tokens", HttpStatus.SEE_OTHER);
  }
}
