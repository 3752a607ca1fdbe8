package dev.lowtide.scheduler.plan;

import java.time.Duration;
import java.util.List;

/**
 * Which methods are at hand, and how long each may make a client wait.
 *
 * @param isCopyUsual whether tables are copied behind live traffic unless something else is asked
 *     for; if not, that method must be asked for by name
 * @param clientWaitMax of a rebuild under a hold
 * @param cutOverMax of a copy behind live traffic
 * @param oldTable what becomes of the old table after that; empty if nobody has said
 */
public record MethodPolicy(
    boolean isCopyUsual, Duration clientWaitMax, Duration cutOverMax, String oldTable) {

  public MethodPolicy(boolean isCopyUsual, Duration clientWaitMax, Duration cutOverMax) {
    this(isCopyUsual, clientWaitMax, cutOverMax, "");
  }

  /** What a person says yes to besides the statements, as SQL has it. */
  List<String> wayBack() {
    return oldTable.isEmpty() ? List.of() : List.of("-- the old table " + oldTable);
  }
}
