package dev.lowtide.scheduler.operator;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Instant;

/**
 * A table whose place a copy has taken, and which is kept for a while.
 *
 * @param run that put the copy in place
 * @param table whose place it was
 * @param old what it is called now
 * @param bytes of its files
 * @param keptUntil when it is dropped
 * @param isInStep whether what is written to the new table is written to it too, so that it can be
 *     put back
 * @param whyNot why it is not; empty if it is
 */
public record OldTableView(
    RunId run,
    TableName table,
    TableName old,
    ByteSize bytes,
    Instant keptUntil,
    boolean isInStep,
    String whyNot) {

  /**
   * @param whyNot why it cannot be put back; empty if it can
   */
  public OldTableView(
      RunId run, TableName table, TableName old, ByteSize bytes, Instant keptUntil, String whyNot) {
    this(run, table, old, bytes, keptUntil, whyNot.isEmpty(), whyNot);
  }
}
