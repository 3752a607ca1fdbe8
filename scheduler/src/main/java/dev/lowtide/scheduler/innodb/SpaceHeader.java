package dev.lowtide.scheduler.innodb;

import static dev.lowtide.scheduler.innodb.Unsigned.u16;
import static dev.lowtide.scheduler.innodb.Unsigned.u32;

import java.nio.ByteBuffer;

/**
 * The first page of a tablespace.
 *
 * @param pages that it is said to have
 * @param freeLimit pages from here on were never used, and have no descriptors; a whole number of
 *     extents, even if the file has not yet one
 */
record SpaceHeader(long spaceId, long pages, long freeLimit, SpaceShape shape) {

  /** Enough of the file to know the size of its pages. */
  static final int HEAD_BYTES = 150;

  private static final int SPACE_ID = 38;
  private static final int SIZE = 46;
  private static final int FREE_LIMIT = 50;
  private static final int FLAGS = 54;
  /* Reserved numbers of tablespaces; undo tablespaces have the 127 million below them. */
  private static final long UNDO_FIRST = 0xFFFFFFF0L - 127L * 400_000;
  private static final long UNDO_LAST = 0xFFFFFFEFL;
  private static final long TEMPORARY = 0xFFFFFFFDL;

  static SpaceHeader of(ByteBuffer head) throws UnreadableSpaceException {
    int type = u16(head, PageType.AT);
    long number = u32(head, 4);
    if (type != PageType.FSP_HDR || number != 0 || u32(head, 34) != u32(head, SPACE_ID)) {
      throw new UnreadableSpaceException(
          "first page: type %d, number %d, tablespace %d and %d (expected: type 8, number 0, one tablespace)"
              .formatted(type, number, u32(head, 34), u32(head, SPACE_ID)));
    }
    SpaceHeader header =
        new SpaceHeader(
            u32(head, SPACE_ID),
            u32(head, SIZE),
            u32(head, FREE_LIMIT),
            SpaceShape.ofFlags(u32(head, FLAGS)));
    header.mustHoldTables();
    return header;
  }

  private void mustHoldTables() throws UnreadableSpaceException {
    if (spaceId == 0) {
      throw new UnreadableSpaceException(
          "it is the system tablespace (expected: tables of their own)");
    }
    if (spaceId >= UNDO_FIRST && spaceId <= UNDO_LAST) {
      throw new UnreadableSpaceException("it is an undo tablespace (expected: one with tables)");
    }
    if (spaceId == TEMPORARY) {
      throw new UnreadableSpaceException(
          "it is the temporary tablespace (expected: one with tables)");
    }
    if (freeLimit > pages + shape.extentPages()) {
      throw new UnreadableSpaceException(
          "used up to page "
              + freeLimit
              + " of "
              + pages
              + " (expected: not an extent beyond its end)");
    }
  }
}
