package dev.lowtide.scheduler.estimate;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Subject;

/**
 * Finds out what lies in the files of a table, or in that of one of its partitions. Safe for any
 * thread.
 */
@FunctionalInterface
public interface Measurer {

  /** Of a table or a partition. */
  Outcome measure(Subject subject);

  /** All of a table. */
  default Outcome measure(TableName table) {
    return measure(Subject.of(table));
  }

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
