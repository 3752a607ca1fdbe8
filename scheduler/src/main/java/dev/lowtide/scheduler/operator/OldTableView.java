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
 */
public record OldTableView(
    RunId run,
    TableName table,
    TableName old,
    ByteSize bytes,
    Instant keptUntil,
    boolean isInStep) {}
