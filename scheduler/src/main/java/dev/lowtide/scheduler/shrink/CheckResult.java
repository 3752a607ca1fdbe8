package dev.lowtide.scheduler.shrink;

/**
 * What one check found.
 *
 * @param text what was seen and, if it did not pass, what to do about it
 */
public record CheckResult(String check, boolean isPassed, String text) {

  public static CheckResult passed(String check, String text) {
    return new CheckResult(check, true, text);
  }

  public static CheckResult refused(String check, String text) {
    return new CheckResult(check, false, text);
  }
}
