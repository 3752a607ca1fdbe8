package dev.lowtide.scheduler.estimate;

import java.util.List;

/**
 * A tablespace file of its own for a table, as it grows while the table is rebuilt. See {@code
 * fsp0fsp.cc} in the MySQL source documentation: how segments take pages, what must be free before
 * they take more, and by how much a file is extended.
 */
final class RebuiltFile {

  private static final long MIB = 1 << 20;
  /* A segment's first pages come one by one out of extents that all share. */
  private static final int SINGLE_PAGES = 32;
  /* Header, a bitmap, the list of segments, and the server's own description of the table. */
  private static final int FIRST_PAGES = 4;
  /* Long values make a segment begin extents before it has filled those it has. */
  private static final int BEGUN_FOR_LONG_VALUES = 1;
  /*
   * Free extents that must be left when a page is taken, and one in a hundred besides: two for undo
   * logs and cleaning, one more for counting carefully, and what the taker itself might need, which
   * is four for a row and two for a page of a key that is built.
   */
  private static final int LEFT_BY_ROWS = 7;
  private static final int LEFT_BY_KEYS = 5;
  /* The smallest: a table of one index and no rows. */
  private static final int PAGES_MIN = 7;

  private final int pageSize;
  private final int extentPages;

  /** Of a compressed table, extents have as many pages as one of uncompressed ones of 16 KiB. */
  RebuiltFile(int pageSize, boolean isCompressed) {
    this.pageSize = pageSize;
    this.extentPages = isCompressed || pageSize > 16384 ? 64 : (int) MIB / pageSize;
  }

  /**
   * Its size in bytes.
   *
   * @param loaded what is built page by page after the rows are there, or without any row
   */
  double bytes(List<RebuiltIndex> inserted, List<RebuiltIndex> loaded) {
    Taken rows = taken(inserted);
    Taken all = rows.plus(taken(loaded));
    if (all.extents == 0 && all.single + FIRST_PAGES < extentPages) {
      return Math.max(PAGES_MIN, all.single + FIRST_PAGES) * pageSize;
    }
    double whileRows = inserted.isEmpty() ? 0 : grown(extents(rows), LEFT_BY_ROWS);
    double whileKeys = loaded.isEmpty() ? 0 : grown(extents(all), LEFT_BY_KEYS);
    return Math.max(whileRows, whileKeys) * extentPages * pageSize;
  }

  /** How far its end may be off for reasons of its own: one step of its growth. */
  double grain(double bytes) {
    double step = bytes < steadyFrom() ? MIB : 4.0 * MIB;
    return bytes < extentPages * pageSize ? bytes / 4 : step + bytes / 200;
  }

  /** What segments take: pages out of shared extents, and extents of their own. */
  private record Taken(double single, double extents) {
    Taken plus(Taken other) {
      return new Taken(single + other.single, extents + other.extents);
    }
  }

  private Taken taken(List<RebuiltIndex> indexes) {
    Taken sum = new Taken(0, 0);
    for (RebuiltIndex index : indexes) {
      int begun = index.longPages() > SINGLE_PAGES ? BEGUN_FOR_LONG_VALUES : 0;
      sum = sum.plus(segment(index.leafPages() + index.longPages(), index.isScattered(), begun));
      sum = sum.plus(segment(index.nodePages(), index.isScattered(), 0));
    }
    return sum;
  }

  private Taken segment(double pages, boolean isScattered, int begun) {
    double single = Math.min(pages, SINGLE_PAGES);
    double rest = (pages - single) * (isScattered ? 8 / 7.0 : 1);
    return new Taken(single, rest <= 0 ? 0 : Math.ceil(rest / extentPages) + begun);
  }

  private double extents(Taken taken) {
    return taken.extents + Math.ceil((taken.single + FIRST_PAGES) / extentPages);
  }

  /** In extents: one MiB at a time up to a limit, and four from there on. */
  private double grown(double extents, int left) {
    double extentBytes = (double) extentPages * pageSize;
    double size = extents + left;
    size += Math.floor(size / 100);
    double mebibytes = Math.ceil(size * extentBytes / MIB);
    double steady = (double) steadyFrom() / MIB;
    if (mebibytes > steady) {
      mebibytes = steady + Math.ceil((mebibytes - steady) / 4) * 4;
    }
    return mebibytes * MIB / extentBytes;
  }

  /** 32 MiB, or as many pages as a descriptor page has bytes, whichever is less. */
  private long steadyFrom() {
    return Math.min(32 * MIB, (long) pageSize * pageSize);
  }
}
