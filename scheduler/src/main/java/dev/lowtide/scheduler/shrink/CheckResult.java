package dev.lowtide.scheduler.shrink;

/**
 * What one check found.
 *
 * @param mayPassLater whether it may come out otherwise without anybody changing the table, the
 *     server or the settings
 * @param text what was seen and, if it did not pass, what to do about it
 */
public record CheckResult(String check, boolean isPassed, boolean mayPassLater, String text) {

  public static CheckResult passed(String check, String text) {
    return new CheckResult(check, true, true, text);
  }

  public static CheckResult refused(String check, String text) {
    return new CheckResult(check, false, false, text);
  }

  public static CheckResult refusedForNow(String check, String text) {
    return new CheckResult(check, false, true, text);
  }

  /** It has not passed and will not. */
  public boolean isLasting() {
    return !isPassed && !mayPassLater;
  }
}
