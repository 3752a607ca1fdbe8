package dev.lowtide.scheduler.estimate;

import dev.lowtide.proxy.activity.TableName;

/** Finds out what lies in a table's files. Safe for any thread. */
@FunctionalInterface
public interface Measurer {

  Outcome measure(TableName table);

  /** A measurement, or why there is none. */
  sealed interface Outcome {}

  /** It was measured. */
  record Measured(Measurement measurement) implements Outcome {}

  /**
   * It could not be measured like this.
   *
   * @param reason names what was found and what was expected
   */
  record Unmeasured(String reason) implements Outcome {}
}
