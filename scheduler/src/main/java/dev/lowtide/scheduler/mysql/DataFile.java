package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.Locale;
import java.util.Optional;

/**
 * A table's file, or that of one of its partitions, as InnoDB's dictionary has it.
 *
 * @param dictionaryName such as {@code shop/orders#p#p0}
 * @param spaceId which stands in each of its pages, too
 * @param rowFormat as the server writes it: Dynamic, Compact, Redundant or Compressed
 * @param zipPageSize bytes of a compressed page; 0 where pages are not compressed
 * @param isOwn false where the file is a general or the system tablespace, with other tables in it
 * @param path as the server knows it, relative to its data directory where it does not begin with /
 */
record DataFile(
    String dictionaryName,
    long spaceId,
    String rowFormat,
    int zipPageSize,
    boolean isOwn,
    ByteSize size,
    String path) {

  private static final String PARTITION = "#p#";
  private static final String SUBPARTITION = "#sp#";

  private String name() {
    return dictionaryName.toLowerCase(Locale.ROOT);
  }

  /** The partition or subpartition as SQL calls it; empty where it is the whole table. */
  Optional<String> partition() {
    String name = name();
    int partition = name.indexOf(PARTITION);
    if (partition < 0) {
      return Optional.empty();
    }
    int sub = name.indexOf(SUBPARTITION, partition);
    return FileName.decode(
        sub < 0
            ? name.substring(partition + PARTITION.length())
            : name.substring(sub + SUBPARTITION.length()));
  }

  /** As the statistics of InnoDB's call it, by the table's own name, in any case. */
  String statisticsName(String table) {
    String name = name();
    int partition = name.indexOf(PARTITION);
    return partition < 0 ? table : table + name.substring(partition);
  }
}
