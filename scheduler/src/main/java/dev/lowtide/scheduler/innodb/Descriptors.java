package dev.lowtide.scheduler.innodb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The first look at a tablespace: the descriptors of all extents, one page in 16,384. They say
 * whose each extent is and which of its pages are in use.
 */
final class Descriptors {

  /* A table has two segments an index and at most 65 indexes; a general tablespace, many tables. */
  private static final int SEGMENTS_MAX = 100_000;
  private static final int ARRAY_AT = 150;

  /** In the order of segments, so that the same seed means the same choice. 0: given out singly. */
  final Map<Long, Stratum> strata = new TreeMap<>();

  long usedPages;
  long freeExtentPages;
  long reservedPages;
  long freeFragmentPages;

  private final SpaceFile file;
  private final SpaceHeader header;
  private final SpaceShape shape;
  private final PageCheck check;
  private final Random random;
  private final boolean isWhole;

  Descriptors(SpaceFile file, SpaceHeader header, PageCheck check, Random random, boolean isWhole) {
    this.file = file;
    this.header = header;
    this.shape = header.shape();
    this.check = check;
    this.random = random;
    this.isWhole = isWhole;
  }

  /** Of the pages before this one; those after the free limit were never used. */
  void read(long pages) throws IOException, UnreadableSpaceException {
    long described = Math.min(pages, header.freeLimit());
    for (long at = 0; at < described; at += shape.descriptorPeriod()) {
      ByteBuffer page = descriptorPage(at);
      for (int i = 0; i < shape.descriptorPeriod() / shape.extentPages(); i++) {
        long first = at + (long) i * shape.extentPages();
        if (first < described) {
          long there = Math.min(shape.extentPages(), pages - first);
          take(Extent.of(page, ARRAY_AT + i * shape.descriptorBytes(), first, (int) there), there);
        }
      }
    }
    freeExtentPages = pages - usedPages - reservedPages - freeFragmentPages;
  }

  private ByteBuffer descriptorPage(long number) throws IOException, UnreadableSpaceException {
    for (int attempt = 0; attempt < 2; attempt++) {
      ByteBuffer page = file.read(number * shape.pageSize(), shape.pageSize());
      PageCheck.Found found = check.look(page, number);
      if (found == PageCheck.Found.WHOLE) {
        return page;
      }
      if (found == PageCheck.Found.VEILED) {
        throw veiled(Unsigned.u16(page, PageType.AT));
      }
    }
    throw new UnreadableSpaceException(
        "descriptors of extents, page "
            + number
            + ": damaged or not yet written (expected: whole)");
  }

  static UnreadableSpaceException veiled(int type) {
    return new UnreadableSpaceException(
        "its pages are "
            + PageType.veil(type)
            + ": how full they are cannot be read from the file");
  }

  private void take(Extent extent, long there) throws UnreadableSpaceException {
    if (extent.isFree()) {
      return;
    }
    int inUse = extent.used().cardinality();
    usedPages += inUse;
    if (extent.segment() == 0) {
      freeFragmentPages += there - inUse;
    } else {
      reservedPages += there - inUse;
    }
    if (extent.firstPage() % shape.descriptorPeriod() == 0) {
      extent.used().clear(0, 2);
    }
    if (!extent.used().isEmpty()) {
      stratum(extent.segment()).offer(extent, random);
    }
  }

  private Stratum stratum(long segment) throws UnreadableSpaceException {
    if (strata.size() >= SEGMENTS_MAX) {
      throw new UnreadableSpaceException("more than " + SEGMENTS_MAX + " segments");
    }
    return strata.computeIfAbsent(segment, s -> new Stratum(s != 0, isWhole));
  }
}
