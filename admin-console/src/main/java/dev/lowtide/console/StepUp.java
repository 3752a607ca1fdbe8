package dev.lowtide.console;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.time.Duration;

/** Takes the password again before somebody approves in a session that is not fresh. */
final class StepUp {

  /** Long enough to read a plan; short for a screen that somebody left. */
  private static final Duration PROOF_MAX = Duration.ofMinutes(30);

  private final Guard guard;
  private final SignIn signIn;

  StepUp(Guard guard, SignIn signIn) {
    this.guard = guard;
    this.signIn = signIn;
  }

  /** Whether a page that offers it has to ask for the password. */
  boolean isDue(Context context) {
    return guard.isProofOlderThan(context, PROOF_MAX);
  }

  void require(Context context) {
    if (!isDue(context)) {
      return;
    }
    String password = context.formParam("password");
    String name = Guard.caller(context).name();
    if (password == null || !isRight(context, name, password)) {
      throw new ForbiddenResponse(
          "you signed in more than "
              + PROOF_MAX.toMinutes()
              + " minutes ago, so approving takes your password again; it was missing or wrong");
    }
    guard.prove(context);
  }

  /** Strangers who guess at the front door keep nobody from approving. */
  private boolean isRight(Context context, String name, String password) {
    return guard
        .knownBrowser(context, name)
        .map(browser -> signIn.checkKnown(name, password, context.ip(), browser))
        .orElseGet(() -> signIn.check(name, password, context.ip()))
        .isPresent();
  }
}
