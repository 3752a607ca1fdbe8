package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.TrafficHold.Handle;
import dev.lowtide.scheduler.execute.TrafficHold.RefusedException;
import dev.lowtide.scheduler.execute.TrafficHold.Tally;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one hold of an attempt, before, while and after it is. Confined to the attempt's thread. */
final class Holds implements AutoCloseable {

  private final TrafficHold traffic;
  private final Surroundings surroundings;

  /** The table, and behind it those that refer to it. */
  private final List<TableName> tables;

  private final Duration budget;
  private List<Reach> reaches = List.of();
  private @Nullable Handle hold;

  /** Tables that refer to it by foreign keys are locked together with it at the end. */
  Holds(
      TrafficHold traffic,
      Surroundings surroundings,
      TableName table,
      List<TableName> referencing,
      Duration budget) {
    this.traffic = traffic;
    this.surroundings = surroundings;
    this.tables = Stream.concat(Stream.of(table), referencing.stream()).toList();
    this.budget = budget;
  }

  /** What leads to the tables is looked up now, and stays as it is for the attempt. */
  void holdWrites() throws AttemptStoppedException {
    reaches = surroundings.reaches(tables);
    try {
      hold = traffic.holdWrites(reaches.get(0), budget);
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  /** For the cut-over: nobody new may come to the table, and nobody new may look at its past. */
  void holdForCutOver() throws AttemptStoppedException {
    if (hold == null) {
      throw new IllegalStateException("writes were not held");
    }
    try {
      hold.widen(reaches.get(0), reaches.subList(1, reaches.size()));
    } catch (RefusedException e) {
      throw refused(e);
    }
  }

  boolean renew() {
    return hold != null && hold.renew();
  }

  boolean isBudgetSpent() {
    return hold != null && hold.isBudgetSpent();
  }

  Tally tally() {
    return hold == null ? Tally.NONE : hold.tally();
  }

  /** Sessions that are in the way, as the proxy sees them. */
  List<String> awaited() {
    return hold == null ? List.of() : hold.awaited();
  }

  /** Lets everybody go on; what they waited stays counted. */
  @Override
  public void close() {
    if (hold != null) {
      hold.release();
    }
  }

  /** Somebody else's turn ends by itself, so it is worth another attempt. */
  private static AttemptStoppedException refused(RefusedException e) {
    return new AttemptStoppedException(AbortReason.TABLE_IN_USE, String.valueOf(e.getMessage()));
  }
}
