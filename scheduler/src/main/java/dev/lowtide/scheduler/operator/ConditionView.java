package dev.lowtide.scheduler.operator;

/**
 * How one condition for quiet stands.
 *
 * @param signal what it is about, in words
 * @param value what was seen, or why nothing was
 * @param limit what it has to be
 * @param sinceSeconds for how long it has stood like this
 * @param isBlind whether it could not be seen, which counts as not met
 */
public record ConditionView(
    String signal, String value, String limit, long sinceSeconds, boolean isMet, boolean isBlind) {

  /** The state in one word. */
  public String word() {
    if (isMet) {
      return "met";
    }
    return isBlind ? "blind" : "not met";
  }
}
