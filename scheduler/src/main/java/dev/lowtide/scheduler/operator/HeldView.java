package dev.lowtide.scheduler.operator;

import java.time.Instant;

/**
 * Everything stands still, because a person wants it to: no run begins.
 *
 * @param by who said so
 * @param why in their words; may be empty
 */
public record HeldView(String by, Instant since, String why) {

  /** What fits into a line of the audit trail. */
  public static final int WHY_MAX = 500;

  public HeldView {
    if (why.length() > WHY_MAX) {
      throw new IllegalArgumentException(
          "why: " + why.length() + " characters (expected: at most " + WHY_MAX + ")");
    }
  }

  /** For people. */
  public String text() {
    return "everything is held by " + by + " since " + since + (why.isEmpty() ? "" : ": " + why);
  }
}
