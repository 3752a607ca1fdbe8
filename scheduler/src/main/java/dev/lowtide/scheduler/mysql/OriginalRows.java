package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;

/**
 * Where the rows of a copy's tables are read, for behind FROM: of one partition's copy, from the
 * original only that partition. A row that has gone to another one is not there any more, so it
 * goes from the copy when it is read anew.
 */
final class OriginalRows {

  private OriginalRows() {}

  static String of(CopyTable table) {
    return table.isPartition()
        ? of(table.original(), table.partition())
        : table.original().quoted();
  }

  static String of(TableName table, String partition) {
    return table.quoted() + " PARTITION (" + TableName.quoted(partition) + ")";
  }

  /** Of the original or of its copy. */
  static String of(CopyTable table, TableName side) {
    return side.equals(table.original()) ? of(table) : side.quoted();
  }
}
