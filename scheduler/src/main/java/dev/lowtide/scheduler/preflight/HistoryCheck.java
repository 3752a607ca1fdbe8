package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.OptionalLong;

/** Purge is not far behind: what is copied anew would make it worse. */
final class HistoryCheck implements PreflightCheck {

  /** Ten times what counts as busy; a server that is as far behind needs somebody to look. */
  private static final long MOST = 1_000_000;

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    OptionalLong history = facts.load().historyLength();
    if (history.isEmpty()) {
      return CheckResult.passed("history", "the server does not count what purge has yet to do");
    }
    String text = "purge has yet to work off " + history.getAsLong() + " undo logs";
    return history.getAsLong() <= MOST
        ? CheckResult.passed("history", text)
        : CheckResult.refusedForNow(
            "history",
            text + " (expected: at most " + MOST + "; look for the oldest open transaction)");
  }
}
