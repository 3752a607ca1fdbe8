package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.TrafficHold.Handle;
import dev.lowtide.scheduler.execute.TrafficHold.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The holds of one attempt, as one. Confined to the attempt's thread. */
final class Holds implements AutoCloseable {

  private final TrafficHold traffic;
  private final TableName table;
  private final List<TableName> referencing;
  private final List<Handle> handles = new ArrayList<>();

  /** Tables that refer to it by foreign keys are locked together with it at the end. */
  Holds(TrafficHold traffic, TableName table, List<TableName> referencing) {
    this.traffic = traffic;
    this.table = table;
    this.referencing = referencing;
  }

  void holdWrites() {
    handles.add(traffic.holdWrites(table));
  }

  /** For the cut-over: nobody new may come to the table, and nobody new may look at its past. */
  void holdForCutOver() {
    handles.add(traffic.holdAll(table));
    referencing.forEach(other -> handles.add(traffic.holdFirstTouch(other)));
    handles.add(traffic.holdReadViews());
  }

  boolean renew() {
    return handles.stream().allMatch(Handle::renew);
  }

  Tally tally() {
    int waiting = 0;
    int held = 0;
    int expired = 0;
    Duration longest = Duration.ZERO;
    for (Handle handle : handles) {
      Tally tally = handle.tally();
      waiting += tally.waiting();
      held += tally.held();
      expired += tally.expired();
      longest = tally.longest().compareTo(longest) > 0 ? tally.longest() : longest;
    }
    return new Tally(waiting, held, expired, longest);
  }

  /** Lets everybody go on; what they waited stays counted. */
  @Override
  public void close() {
    handles.forEach(Handle::release);
  }
}
