package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Verification;
import java.util.Collection;
import java.util.Optional;

/**
 * Reads the table before and after, and is the gate between: while it holds its shared lock, the
 * rebuilt table cannot take the old one's place.
 */
public interface Onlooker extends AutoCloseable {

  /** Takes the shared lock. */
  void arrive(TableName table);

  /** Reads the old table, in the background. To be called when no writer can touch it. */
  void readOriginal();

  /** Whether that is done. Throws if it failed. */
  boolean hasReadOriginal();

  /** Gives up the shared lock. */
  void stepAside();

  /** Fixes what is to be read of the new table. To be called while no client can write to it. */
  void openView();

  /** Reads the new table, in the background. */
  void readRebuilt();

  /** The comparison, once both are read. */
  Optional<Verification> verification();

  /** The server's ids of its sessions. */
  Collection<Long> threadIds();

  @Override
  void close();
}
