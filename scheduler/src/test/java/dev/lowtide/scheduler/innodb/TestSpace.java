package dev.lowtide.scheduler.innodb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** A tablespace file made by hand, page by page. */
final class TestSpace {

  static final long ID = 77;
  private static final int FREE = 1;
  private static final int FULL_FRAG = 3;
  private static final int FSEG = 4;
  private static final int DESCRIPTORS = 150;

  final int pageSize;
  final int extentPages;
  private final int pages;
  private final ByteBuffer bytes;
  private boolean hasChecksums = true;

  TestSpace(int pageSize, int extents) {
    this.pageSize = pageSize;
    this.extentPages = pageSize <= 16384 ? (1 << 20) / pageSize : 64;
    this.pages = extents * extentPages;
    this.bytes = ByteBuffer.allocate(pages * pageSize);
    header();
    for (int extent = 0; extent < extents; extent++) {
      bytes.putInt(descriptor(extent) + 20, FREE);
      for (int i = 0; i < extentPages / 4; i++) {
        bytes.put(descriptor(extent) + 24 + i, (byte) 0xff);
      }
    }
    use(0, 0, 0);
    use(0, 0, 1);
  }

  private void header() {
    head(0, PageType.FSP_HDR);
    bytes.putInt(38, (int) ID).putInt(46, pages).putInt(50, pages).putInt(54, flags());
  }

  private int flags() {
    int size = Integer.numberOfTrailingZeros(pageSize) - 9;
    return 1 | 1 << 5 | 1 << 14 | (pageSize == 16384 ? 0 : size << 6);
  }

  private int descriptor(int extent) {
    return DESCRIPTORS + extent * (24 + extentPages / 4);
  }

  /** With the mark of "none" for a checksum: damage is not found out by it. */
  TestSpace withoutChecksums() {
    hasChecksums = false;
    return this;
  }

  TestSpace flag(int bit) {
    return set32(54, bytes.getInt(54) | 1 << bit);
  }

  TestSpace set32(int at, int value) {
    bytes.putInt(at, value);
    return this;
  }

  TestSpace set16(int at, int value) {
    bytes.putShort(at, (short) value);
    return this;
  }

  /** Page {@code i} of an extent is in use; segment 0 is everybody's. */
  TestSpace use(int extent, long segment, int i) {
    int at = descriptor(extent);
    bytes.putLong(at, segment).putInt(at + 20, segment == 0 ? FULL_FRAG : FSEG);
    int cell = at + 24 + i / 4;
    bytes.put(cell, (byte) (bytes.get(cell) & ~(1 << (i % 4 * 2))));
    if (bytes.getShort(pageOf(extent, i) * pageSize + PageType.AT) == 0) {
      head(pageOf(extent, i), 5);
    }
    return this;
  }

  /** The page was given back, and keeps what it held. */
  TestSpace free(int extent, int i) {
    int cell = descriptor(extent) + 24 + i / 4;
    bytes.put(cell, (byte) (bytes.get(cell) | 1 << (i % 4 * 2)));
    return this;
  }

  private int pageOf(int extent, int i) {
    return extent * extentPages + i;
  }

  private void head(int page, int type) {
    int at = page * pageSize;
    bytes.putInt(at + 4, page).putLong(at + 16, 1000 + page);
    bytes.putShort(at + 24, (short) type).putInt(at + 34, (int) ID);
  }

  TestSpace longValue(int extent, long segment, int i) {
    use(extent, segment, i);
    head(pageOf(extent, i), 24);
    return this;
  }

  /**
   * A page of an index in the compact format, with entries of so many bytes, their heads of five
   * among them. Negative: it is marked as deleted.
   */
  TestSpace leaf(int extent, long segment, int i, long index, int... widths) {
    use(extent, segment, i);
    head(pageOf(extent, i), PageType.INDEX);
    int at = pageOf(extent, i) * pageSize;
    int top = 120;
    int last = 99;
    for (int n = 0; n < widths.length; n++) {
      int origin = top + 5;
      bytes.put(at + origin - 5, (byte) (widths[n] < 0 ? 0x20 : 0));
      bytes.putShort(at + origin - 4, (short) ((n + 2) << 3));
      bytes.putShort(at + last - 2, (short) (origin - last));
      top += Math.abs(widths[n]);
      last = origin;
    }
    bytes.putShort(at + last - 2, (short) (112 - last));
    bytes.putShort(at + 38, (short) 2).putShort(at + 40, (short) top);
    bytes.putShort(at + 42, (short) (0x8000 | widths.length + 2));
    bytes.putShort(at + 54, (short) widths.length).putLong(at + 66, index);
    return this;
  }

  int at(int extent, int i) {
    return pageOf(extent, i) * pageSize;
  }

  Path in(Path folder) throws IOException {
    return Files.write(folder.resolve("t.ibd"), bytes());
  }

  /** Finished: with trailers and checksums. */
  byte[] bytes() {
    for (int page = 0; page < pages; page++) {
      int at = page * pageSize;
      if (bytes.getInt(at + 34) != 0) {
        bytes.putInt(at + pageSize - 4, bytes.getInt(at + 20));
        int sum = hasChecksums ? crc(at + 4, 22) ^ crc(at + 38, pageSize - 46) : 0xDEADBEEF;
        bytes.putInt(at, sum).putInt(at + pageSize - 8, sum);
      }
    }
    return bytes.array().clone();
  }

  private int crc(int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), from, count);
    return (int) crc.getValue();
  }
}
