package dev.lowtide.scheduler.shrink;

import dev.lowtide.proxy.activity.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What something occupies on disk; of a table, all its partitions together.
 *
 * @param fileSize of its file or files
 * @param dataFree whole free extents as the server counts them; usually far less than a rebuild
 *     gives back
 * @param rowsEstimate as the server's statistics have it
 */
public record Tablespace(Subject subject, ByteSize fileSize, ByteSize dataFree, long rowsEstimate) {

  /** Of a whole table. */
  public Tablespace(TableName table, ByteSize fileSize, ByteSize dataFree, long rowsEstimate) {
    this(Subject.of(table), fileSize, dataFree, rowsEstimate);
  }

  /** The table that it belongs to. Asked only where there must be one. */
  public TableName table() {
    return subject.table();
  }

  /** The same; null where it belongs to none. */
  public @Nullable TableName tableOrNull() {
    return subject.tableName();
  }
}
