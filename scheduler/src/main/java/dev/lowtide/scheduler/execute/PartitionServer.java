package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;

/** The target, for an empty partition. */
public interface PartitionServer extends InTheWaySource {

  Session open(ShrinkPlan plan);

  /** The session that does the work. Confined to the attempt's thread. */
  interface Session extends AutoCloseable {

    /** The server's id of it. */
    long threadId();

    /** Whether there are no rows in the partition. */
    boolean isEmpty();

    /**
     * LOCK TABLES, WRITE.
     *
     * @return false if that was not granted in time: then no lock is held, and none is awaited
     */
    boolean lock(Duration within);

    void truncate();

    void unlock();

    @Override
    void close();
  }
}
