package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.plan.TableShape.Partition;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may serve better than a shrink, or should come before it, in words. */
final class Advice {

  /** Rows cannot take more room than there is; beyond measure and rounding something is wrong. */
  private static final double BEYOND_DOUBT = 1.25;

  /** A partition of which as much is dead is worth a statement of its own. */
  private static final int MOSTLY_EMPTY_PERCENT = 50;

  /** Smaller files are slack that comes back by itself. */
  private static final ByteSize PARTITION_MIN = ByteSize.ofMebibytes(16);

  /** A copy of a smaller one gives back little. */
  private static final ByteSize COPIED_MIN = ByteSize.ofMebibytes(64);

  /** Beyond what the statistics of rows may be wrong by, which is half of what is alive. */
  private static final int COPIED_DEAD_PERCENT = 35;

  /** As many as anybody reads. */
  private static final int NAMED_MAX = 10;

  private Advice() {}

  static List<String> on(TableDescription table) {
    List<String> advice = new ArrayList<>();
    statistics(table).ifPresent(advice::add);
    partitions(table).ifPresent(advice::add);
    copies(table).ifPresent(advice::add);
    return advice;
  }

  /** Bad plans are often all that is wrong, and a look at the table is all that they need. */
  private static Optional<String> statistics(TableDescription table) {
    long rows = table.facts().tablespace().rowsEstimate();
    ByteSize fileSize = table.facts().tablespace().fileSize();
    String name = table.facts().tablespace().table().quoted();
    double bytes = rows * table.rowBytes();
    boolean isTooMuch = !table.isCompressed() && bytes > fileSize.bytes() * BEYOND_DOUBT;
    boolean isTooLittle = rows == 0 && table.rowBytes() > 0;
    if (!isTooMuch && !isTooLittle) {
      return Optional.empty();
    }
    return Optional.of(
        "The server's statistics are wrong: they say "
            + rows
            + " rows in a file of "
            + fileSize
            + ". ANALYZE TABLE "
            + name
            + " costs little, may be all that slow queries need, and makes this estimate right.");
  }

  private static Optional<String> partitions(TableDescription table) {
    List<String> empty =
        table.shape().partitions().stream()
            .filter(partition -> isMostlyEmpty(partition, table.rowBytes()))
            .limit(NAMED_MAX)
            .map(partition -> partition.name() + " (" + partition.fileSize() + ")")
            .toList();
    boolean isAll = empty.size() == table.shape().partitions().size();
    return empty.isEmpty() || isAll
        ? Optional.empty()
        : Optional.of(
            "Mostly empty are the partitions "
                + String.join(", ", empty)
                + ". Where their rows are no longer wanted, ALTER TABLE … TRUNCATE PARTITION gives"
                + " their files back without a copy of the rest.");
  }

  /** The others need not be copied with them. */
  private static Optional<String> copies(TableDescription table) {
    double rowBytes = table.rowBytes() + table.secondaryKeyBytes();
    List<String> worth =
        table.shape().partitions().stream()
            .filter(partition -> isDead(partition, rowBytes, COPIED_MIN, COPIED_DEAD_PERCENT))
            .limit(NAMED_MAX)
            .map(partition -> partition.name() + " (" + partition.fileSize() + ")")
            .toList();
    boolean isAll = worth.size() == table.shape().partitions().size();
    return worth.isEmpty() || isAll
        ? Optional.empty()
        : Optional.of(
            "Most of what can be given back seems to lie in the partitions "
                + String.join(", ", worth)
                + ". One alone is copied and exchanged as "
                + table.facts().tablespace().table()
                + "#PARTITION, without a copy of the rest.");
  }

  private static boolean isMostlyEmpty(Partition partition, double rowBytes) {
    return isDead(partition, rowBytes, PARTITION_MIN, MOSTLY_EMPTY_PERCENT);
  }

  private static boolean isDead(
      Partition partition, double rowBytes, ByteSize fileSizeMin, int percentMin) {
    ByteSize live =
        new ByteSize(
            Math.min(partition.fileSize().bytes(), (long) (partition.rowsEstimate() * rowBytes)));
    return partition.fileSize().compareTo(fileSizeMin) >= 0
        && live.percentOf(partition.fileSize()) <= 100 - percentMin;
  }
}
