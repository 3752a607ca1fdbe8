package dev.lowtide.scheduler.innodb;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * A tablespace of any size whose pages are made when they are read: one index, whose segment has
 * every extent, and whose leaves hold between one entry and as many as fit.
 */
final class VastSpace implements SpaceFile.Source {

  private static final int PAGE = 16384;
  private static final int EXTENT = 64;
  private static final int WIDTH = 100;
  private static final int NO_CHECKSUM = 0xDEADBEEF;
  private static final long SEGMENT = 3;

  private final long pages;
  private final int entriesMax;
  private final long everyNthExtent;

  /**
   * @param everyNthExtent is in use; the others are free
   */
  VastSpace(long bytes, int entriesMax, long everyNthExtent) {
    this.pages = bytes / PAGE;
    this.entriesMax = entriesMax;
    this.everyNthExtent = everyNthExtent;
  }

  @Override
  public long size() {
    return pages * PAGE;
  }

  @Override
  public int read(ByteBuffer into, long at) {
    int begun = into.position();
    while (into.hasRemaining()) {
      ByteBuffer page = page((at + into.position() - begun) / PAGE);
      int count = Math.min(PAGE, into.remaining());
      into.put(page.limit(count));
    }
    return into.position() - begun;
  }

  @Override
  public void close() {}

  private ByteBuffer page(long number) {
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    page.putInt(0, NO_CHECKSUM).putInt(4, (int) number).putInt(34, 9).putLong(16, number);
    page.putInt(PAGE - 4, (int) number);
    if (number % PAGE == 0) {
      describe(page, number);
    } else {
      leaf(page, entries(number));
    }
    return page;
  }

  private void describe(ByteBuffer page, long number) {
    page.putShort(24, (short) (number == 0 ? 8 : 9));
    page.putInt(38, 9).putInt(46, (int) pages).putInt(50, (int) pages).putInt(54, 0x4021);
    for (int i = 0; i < PAGE / EXTENT; i++) {
      boolean isUsed = isUsed(number / EXTENT + i);
      int at = 150 + 40 * i;
      page.putLong(at, isUsed ? SEGMENT : 0).putInt(at + 20, isUsed ? 4 : 1);
      page.putLong(at + 24, isUsed ? 0 : -1).putLong(at + 32, isUsed ? 0 : -1);
    }
  }

  private boolean isUsed(long extent) {
    return extent % everyNthExtent == 0;
  }

  /**
   * Alike within an extent and different between them, which is the worst for a sample of extents.
   */
  private int entries(long page) {
    return 1 + new Random(page / EXTENT * 31).nextInt(entriesMax);
  }

  private static void leaf(ByteBuffer page, int entries) {
    page.putShort(24, (short) PageType.INDEX).putShort(38, (short) 2);
    page.putShort(40, (short) (120 + entries * WIDTH)).putShort(42, (short) (0x8000 | entries + 2));
    page.putShort(54, (short) entries).putLong(66, 5);
    page.putShort(97, (short) 26);
    for (int i = 0; i < entries; i++) {
      int next = i + 1 < entries ? WIDTH : 112 - (125 + i * WIDTH);
      page.putShort(123 + i * WIDTH, (short) next);
    }
  }

  /** What an infinitely patient reader would find. */
  double aliveBytes() {
    double alive = 0;
    for (long extent = 0; extent < pages / EXTENT; extent++) {
      /* The first two pages of every 16,384 are the tablespace's own. */
      int leaves = extent % (PAGE / EXTENT) == 0 ? EXTENT - 2 : EXTENT;
      alive += isUsed(extent) ? (double) leaves * entries(extent * EXTENT) * WIDTH : 0;
    }
    return alive;
  }
}
