package dev.lowtide.console;

import java.time.DateTimeException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.ValueRange;

/** Years that somebody means. What Java can write down besides does not fit into 64 bits. */
final class Years {

  /** From the first year of the clocks' to the last with four digits. */
  private static final ValueRange MEANT = ValueRange.of(1970, 9999);

  static final String TEXT = "in the years " + MEANT.getMinimum() + " to " + MEANT.getMaximum();

  private Years() {}

  /**
   * The same day or moment.
   *
   * @throws DateTimeException if nobody means it
   */
  static <T extends TemporalAccessor> T meant(T time) {
    MEANT.checkValidValue(time.getLong(ChronoField.YEAR), ChronoField.YEAR);
    return time;
  }
}
