package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import java.time.Instant;
import java.util.List;

/** What it takes to be rid of tables that are not needed any more. */
public interface OldTables {

  /** By the server's clock. */
  Instant now();

  boolean exists(TableName table);

  /**
   * Drops a table in the schema of old ones; refuses any other. Where the server's files can be
   * reached, the disk is not given back yet: the files have another name each.
   */
  Dropped drop(TableName table);

  /** Files that were dropped so, and that nobody has given back to the end. */
  List<LinkedFile> leftovers();

  /**
   * A table that is dropped.
   *
   * @param files that are still to be given back
   * @param text how it was done, for people
   */
  record Dropped(List<LinkedFile> files, String text) {

    public Dropped {
      files = List.copyOf(files);
    }
  }

  /** A file of a table that is no more. */
  interface LinkedFile {

    String name();

    /** Cuts that much off its end; the file is gone when nothing is left. Returns what is left. */
    long shrinkBy(long bytes);
  }
}
