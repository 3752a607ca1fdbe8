package dev.lowtide.scheduler.load;

/**
 * A figure that the server gave, or why it gave none.
 *
 * @param missing why there is no value; empty if there is one
 */
public record Gauge(double value, String missing) {

  public Gauge {
    if (missing.isEmpty() && !Double.isFinite(value)) {
      throw new IllegalArgumentException("gauge: " + value + " (expected: a number)");
    }
  }

  public static Gauge of(double value) {
    return new Gauge(value, "");
  }

  public static Gauge missing(String why) {
    return new Gauge(Double.NaN, why);
  }

  public boolean isMissing() {
    return !missing.isEmpty();
  }
}
