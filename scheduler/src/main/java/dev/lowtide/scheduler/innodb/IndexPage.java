package dev.lowtide.scheduler.innodb;

import static dev.lowtide.scheduler.innodb.Unsigned.u16;
import static dev.lowtide.scheduler.innodb.Unsigned.u8;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One page of a tree.
 *
 * @param level 0 in the leaves
 * @param entries that are alive
 * @param marked entries that are marked as deleted
 * @param bytes of all entries, those that are marked among them, with their headers
 * @param garbage bytes between them that belonged to others
 */
record IndexPage(
    long index, int level, boolean isCompact, int entries, int marked, int bytes, int garbage) {

  private static final int LEVEL_MAX = 50;
  private static final int COMPACT = 0x8000;
  private static final int ZIP_MARKED = 0x8000;
  private static final int HEAP_START_COMPACT = 120;
  private static final int HEAP_START_REDUNDANT = 125;

  /** Nothing if what the page says of itself cannot be. */
  static Optional<IndexPage> of(ByteBuffer page, SpaceShape shape) {
    int heap = u16(page, 42);
    boolean isCompact = (heap & COMPACT) != 0;
    int inHeap = heap & ~COMPACT;
    int start = isCompact ? HEAP_START_COMPACT : HEAP_START_REDUNDANT;
    int all = u16(page, 54);
    int bytes = u16(page, 40) - start - u16(page, 46);
    boolean isPossible =
        u16(page, 38) >= 2
            && inHeap >= 2
            && all <= inHeap - 2
            && u16(page, 40) <= shape.logicalPageSize() - 8
            && bytes >= all
            && u16(page, 64) <= LEVEL_MAX;
    if (!isPossible) {
      return Optional.empty();
    }
    int marked =
        shape.isZip() ? markedZip(page, shape, all) : Records.marked(page, shape, isCompact);
    return marked < 0
        ? Optional.empty()
        : Optional.of(
            new IndexPage(
                page.getLong(66),
                u16(page, 64),
                isCompact,
                all - marked,
                marked,
                bytes,
                u16(page, 46)));
  }

  /** A compressed page has a directory of its entries at its end, readable as it is. */
  private static int markedZip(ByteBuffer page, SpaceShape shape, int all) {
    if (all * 2 > shape.pageSize() - HEAP_START_COMPACT) {
      return -1;
    }
    int marked = 0;
    for (int i = 1; i <= all; i++) {
      marked += (u16(page, shape.pageSize() - 2 * i) & ZIP_MARKED) == 0 ? 0 : 1;
    }
    return marked;
  }

  int all() {
    return entries + marked;
  }

  /** Up to where entries lie: how much has been put into the page. */
  int heapBytes() {
    return bytes + garbage;
  }

  static int infoBits(ByteBuffer page, int origin, boolean isCompact) {
    return u8(page, origin - (isCompact ? 5 : 6));
  }
}
