package dev.lowtide.scheduler.operator;

/**
 * Which lines of the audit trail somebody wants to see. What is empty or 0 is asked of no line.
 *
 * @param by whose
 * @param action as it is written down
 * @param text that the line has somewhere, whatever its case
 * @param run that the line is about
 * @param before only older ones than this one
 * @param limit at most so many, the newest first
 */
public record AuditFilter(String by, String action, String text, long run, long before, int limit) {

  /** A page that still loads at once: lines are 4,000 characters at most. */
  public static final int LIMIT_MAX = 500;

  public static final AuditFilter NEWEST = new AuditFilter("", "", "", 0, 0, LIMIT_MAX);

  public AuditFilter {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + LIMIT_MAX + ")");
    }
    if (before < 0) {
      throw new IllegalArgumentException(
          "before: " + before + " (expected: the number of a line of the trail)");
    }
    if (run < 0) {
      throw new IllegalArgumentException("run: " + run + " (expected: its number)");
    }
  }
}
