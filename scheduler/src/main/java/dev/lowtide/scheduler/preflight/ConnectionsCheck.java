package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** There is room for our own sessions. */
final class ConnectionsCheck implements PreflightCheck {

  /** The pools' six, and those that copy, compare, follow the log and swap. */
  private static final int OURS = 12;

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    long most = facts.variables().number("max_connections", 0);
    long free = most - facts.load().connections();
    long ofOne = facts.variables().number("max_user_connections", 0);
    if (ofOne > 0 && ofOne < OURS) {
      return CheckResult.refused(
          "connections",
          "max_user_connections is " + ofOne + " (expected: 0, or at least " + OURS + ")");
    }
    String text = free + " of " + most + " connections are free";
    return free >= OURS
        ? CheckResult.passed("connections", text)
        : CheckResult.refusedForNow(
            "connections", text + " (expected: at least " + OURS + "; raise max_connections)");
  }
}
