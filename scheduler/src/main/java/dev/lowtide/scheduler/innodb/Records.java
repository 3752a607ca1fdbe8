package dev.lowtide.scheduler.innodb;

import static dev.lowtide.scheduler.innodb.Unsigned.u16;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The list of entries in an uncompressed page, followed with every step checked. */
final class Records {

  private static final int DELETED = 0x20;
  private static final int[] NONE = {};

  private Records() {}

  /** How many entries are marked as deleted; -1 if the list is not one. */
  static int marked(ByteBuffer page, SpaceShape shape, boolean isCompact) {
    int all = u16(page, 54);
    int end = isCompact ? 112 : 116;
    int at = next(page, isCompact ? 99 : 101, shape, isCompact);
    int marked = 0;
    for (int seen = 0; seen < all; seen++) {
      if (!isEntry(page, at, isCompact)) {
        return -1;
      }
      marked += (IndexPage.infoBits(page, at, isCompact) & DELETED) == 0 ? 0 : 1;
      at = next(page, at, shape, isCompact);
    }
    return at == end ? marked : -1;
  }

  /**
   * Roughly how long each living entry is: from where it begins to where its neighbour in the page
   * does, be that alive or not. Nothing if the page's list of dead ones is none.
   */
  static int[] widths(ByteBuffer page, SpaceShape shape, boolean isCompact) {
    int inHeap = u16(page, 42) & 0x7fff;
    int all = u16(page, 54);
    /* The lowest bit says that it is alive. */
    int[] origins = new int[inHeap];
    int found = 0;
    for (int at = next(page, isCompact ? 99 : 101, shape, isCompact); found < all; found++) {
      boolean isAlive = (IndexPage.infoBits(page, at, isCompact) & DELETED) == 0;
      origins[found] = at << 1 | (isAlive ? 1 : 0);
      at = next(page, at, shape, isCompact);
    }
    for (int at = u16(page, 44); at != 0; at = next(page, at, shape, isCompact)) {
      if (found == inHeap || !isEntry(page, at, isCompact)) {
        return NONE;
      }
      origins[found++] = at << 1;
    }
    return betweenOrigins(origins, found, u16(page, 40), isCompact ? 120 : 125);
  }

  private static int[] betweenOrigins(int[] origins, int found, int heapTop, int heapStart) {
    if (found == 0) {
      return NONE;
    }
    Arrays.sort(origins, 0, found);
    int head = (origins[0] >> 1) - heapStart;
    int[] widths = new int[found];
    int count = 0;
    for (int i = 0; i < found; i++) {
      int end = i + 1 < found ? origins[i + 1] >> 1 : heapTop + head;
      if ((origins[i] & 1) != 0) {
        widths[count++] = Math.max(1, end - (origins[i] >> 1));
      }
    }
    return Arrays.copyOf(widths, count);
  }

  private static int next(ByteBuffer page, int at, SpaceShape shape, boolean isCompact) {
    int field = u16(page, at - 2);
    return isCompact && field != 0 ? at + field & shape.pageSize() - 1 : field;
  }

  private static boolean isEntry(ByteBuffer page, int at, boolean isCompact) {
    return at >= (isCompact ? 120 + 5 : 125 + 6) && at <= u16(page, 40);
  }
}
