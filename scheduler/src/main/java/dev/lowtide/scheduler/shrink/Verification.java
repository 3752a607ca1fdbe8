package dev.lowtide.scheduler.shrink;

/**
 * Whether the rebuilt table is the old one, row by row.
 *
 * @param rows counted in the rebuilt table
 * @param text what was compared and how it came out
 */
public record Verification(Verdict verdict, long rows, String text) {

  /** How it came out. */
  public enum Verdict {
    /** Nothing to compare: nothing was rebuilt. */
    NOT_DONE,
    SAME,
    DIFFERENT,
    /** It could not be compared; not the same as a difference. */
    UNPROVEN
  }

  public static final Verification NOT_DONE =
      new Verification(Verdict.NOT_DONE, 0, "nothing was rebuilt");

  public static Verification unproven(String why) {
    return new Verification(Verdict.UNPROVEN, 0, why);
  }
}
