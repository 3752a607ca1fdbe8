package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What an attempt needs of the server, besides its statement. */
public interface RebuildServer {

  /** Opens the session for the plan's statements, and sends all of them but the last. */
  RebuildStatement prepare(ShrinkPlan plan);

  /** Sessions that wait for a metadata lock on an object that one of ours has locked or awaits. */
  List<Blocked> blockedBy(Collection<Long> ourThreads);

  /** Sessions, ours left out, in a transaction with a read view that outlives its statements. */
  Set<Long> readViews(Collection<Long> ourThreads);

  /** Sessions, ours left out, that hold a metadata lock on the table. */
  Set<Long> holdersOf(TableName table, Collection<Long> ourThreads);

  /**
   * A session that waits.
   *
   * @param hasLock whether it holds a lock on that object itself: then it and we may deadlock, and
   *     the server would choose it for its victim
   */
  record Blocked(long threadId, String account, boolean hasLock) {}
}
