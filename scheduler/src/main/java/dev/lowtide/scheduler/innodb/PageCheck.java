package dev.lowtide.scheduler.innodb;

import static dev.lowtide.scheduler.innodb.Unsigned.u16;
import static dev.lowtide.scheduler.innodb.Unsigned.u32;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Is a page what its place in the file says, and was it written whole? Confined to one thread. */
final class PageCheck {

  /** What a page in use can be. */
  enum Found {
    WHOLE,
    /** Nothing but zeroes: in use by the descriptors, and not yet written by the server. */
    UNWRITTEN,
    /** Its checksum, its two log numbers, its number or its tablespace do not fit. */
    TORN,
    /** Compressed or encrypted on its way to the file. */
    VEILED
  }

  private static final long NO_CHECKSUM = 0xDEADBEEFL;
  private static final int TRAILER = 8;
  private static final int FOLD_MASK_1 = 1463735687;
  private static final int FOLD_MASK_2 = 1653893711;

  private final SpaceShape shape;
  private final long spaceId;
  private final CRC32C crc = new CRC32C();

  PageCheck(SpaceShape shape, long spaceId) {
    this.shape = shape;
    this.spaceId = spaceId;
  }

  /** The page begins at the buffer's index 0 and is all of it. */
  Found look(ByteBuffer page, long number) {
    if (u32(page, 4) == 0 && u16(page, PageType.AT) == 0 && isZero(page)) {
      return Found.UNWRITTEN;
    }
    if (u32(page, 4) != number || u32(page, 34) != spaceId) {
      return Found.TORN;
    }
    if (PageType.isVeiled(u16(page, PageType.AT))) {
      return Found.VEILED;
    }
    return (shape.isZip() ? isWholeZip(page) : isWhole(page)) ? Found.WHOLE : Found.TORN;
  }

  private boolean isZero(ByteBuffer page) {
    for (int at = 0; at < shape.pageSize(); at += Long.BYTES) {
      if (page.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isWhole(ByteBuffer page) {
    int size = shape.pageSize();
    if (u32(page, size - 4) != u32(page, 20)) {
      return false;
    }
    long stored = u32(page, 0);
    return stored == NO_CHECKSUM
        || stored == (crc(page, 4, 26) ^ crc(page, 38, size - TRAILER))
        || stored == ((fold(page, 4, 26) + fold(page, 38, size - TRAILER)) & 0xffffffffL);
  }

  /** A page of a compressed table has no trailer. */
  private boolean isWholeZip(ByteBuffer page) {
    long stored = u32(page, 0);
    return stored == NO_CHECKSUM
        || stored == (crc(page, 4, 16) ^ crc(page, 24, 26) ^ crc(page, 34, shape.pageSize()));
  }

  private long crc(ByteBuffer page, int from, int to) {
    crc.reset();
    crc.update(page.slice(from, to - from));
    return crc.getValue();
  }

  /** {@code innodb_checksum_algorithm=innodb}, which servers before 8.4 can have. */
  private static int fold(ByteBuffer page, int from, int to) {
    int fold = 0;
    for (int at = from; at < to; at++) {
      int b = Unsigned.u8(page, at);
      fold = ((((fold ^ b ^ FOLD_MASK_2) << 8) + fold) ^ FOLD_MASK_1) + b;
    }
    return fold;
  }
}
