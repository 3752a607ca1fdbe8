package dev.lowtide.console;

import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.Holding;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Stopping everything, over REST. */
final class HoldApi {

  static final String PATH = "/api/v1/hold";

  private final Holding holding;

  private record Wish(@Nullable String why) {}

  /** Whether everything is held, and if so by whom. */
  private record Answer(boolean isHeld, @Nullable HeldView held) {}

  HoldApi(Holding holding) {
    this.holding = holding;
  }

  void route(RoutesConfig routes) {
    routes.get(PATH, this::answer, Access.VIEWER);
    routes.post(PATH, this::hold, Access.OPERATOR);
    routes.delete(PATH, this::unhold, Access.OPERATOR);
  }

  private void hold(Context context) {
    String why = context.body().isBlank() ? null : Json.read(context, Wish.class).why();
    holding.hold(Guard.caller(context).name(), why == null ? "" : why.strip());
    answer(context);
  }

  private void unhold(Context context) {
    holding.unhold(Guard.caller(context).name());
    answer(context);
  }

  private void answer(Context context) {
    HeldView held = holding.held().orElse(null);
    Json.answer(context, new Answer(held != null, held));
  }
}
