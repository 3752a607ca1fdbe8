package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;

/** The target, for work on one partition. */
public interface PartitionServer extends InTheWaySource {

  Session open(ShrinkPlan plan);

  /** The session that does the work. Confined to the attempt's thread. */
  interface Session extends AutoCloseable {

    /** The server's id of it. */
    long threadId();

    /** Whether all rows of the partition can be read in that time. */
    boolean isReadWithin(Duration max);

    /** Makes the copy anew and fills it; nobody waits for it. The rows of it. */
    long copy();

    /** Whether partition and copy have the same rows; nobody waits for it. */
    boolean isSame();

    /**
     * Whether the partition has the rows that the copy was found to have, found out within that
     * time at most. Nobody but us has business with the copy.
     */
    boolean isUnchanged(Duration within);

    /** Whether there are no rows in the partition. */
    boolean isEmpty();

    /**
     * LOCK TABLES, WRITE.
     *
     * @return false if that was not granted in time: then no lock is held, and none is awaited
     */
    boolean lock(Duration within);

    /** Exchanges the partition for its copy. What breaks off in the middle is one or the other. */
    void exchange();

    void truncate();

    void unlock();

    /** Drops the copy, or what was the partition; nothing if there is none. */
    void dropCopy();

    @Override
    void close();
  }
}
