package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import java.util.List;
import java.util.Optional;

/** Makes, completes and removes the tables of a copy. Each call is a statement or a few. */
public interface ShadowTables {

  /**
   * The original as the dictionary has it now; nothing if it does not exist or has no key. The
   * shadow has the original's own name, in another schema: so its definition is the same to the
   * letter, names of CHECK constraints included. The old table's name has the copy's number.
   */
  Optional<CopyTable> describe(TableName original, long copyId);

  /**
   * What must stay as it is while the original is copied: a hash of its definition, and the ids of
   * its tablespaces, which TRUNCATE and any rebuild change.
   */
  String fingerprint(TableName original);

  /**
   * An empty shadow, with unique indexes only, and those that something needs.
   *
   * @throws CopyStoppedException if no table can be made that would be the same; nothing is left
   */
  void create(CopyTable table) throws CopyStoppedException;

  /**
   * Adds the indexes that {@link #create} left out, in the original's order; those that are there
   * already are not made again. Nobody may write to the shadow meanwhile. The server's purge must
   * be past all that was written to it before, which is waited for.
   *
   * @param isAlone whether the server has nobody else to work for: then more of its threads may
   * @throws CopyStoppedException if purge is kept back for too long, if it was ended by {@link
   *     #abort}, or if the definitions are not the same afterwards
   */
  void addSecondaryKeys(CopyTable table, boolean isAlone)
      throws InterruptedException, CopyStoppedException;

  /** As if others were there. */
  default void addSecondaryKeys(CopyTable table) throws InterruptedException, CopyStoppedException {
    addSecondaryKeys(table, false);
  }

  /**
   * Ends the adding of indexes that is at work, if one is: it takes the server as long as it reads
   * the table, at most. May be called by any thread, and again as long as it has not ended.
   */
  default void abort() {}

  /** Refreshes the shadow's statistics, histograms included. */
  void analyze(CopyTable table);

  /** In what the two definitions differ, in words; empty if in nothing. */
  List<String> differences(CopyTable table);

  /** Bytes of the shadow's files. */
  long bytes(TableName table);

  boolean exists(TableName table);

  /** Drops a table in a schema of ours; refuses any other. */
  void drop(TableName table);
}
