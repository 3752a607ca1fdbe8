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
  /* Long values make a segment begin an extent before it has filled those it has, or not. */
  private static final double BEGUN_FOR_LONG_VALUES = 0.5;
  /* Where fewer of its pages than this are unused, a segment begins a new extent out of turn. */
  private static final double UNUSED_SHARE = 1 / 8.0;
  /*
   * Free extents that must be left when a page is taken, and one in a hundred besides: two for undo
   * logs and cleaning, one more for counting carefully, and what the taker itself might need, which
   * is four for a row (three where the server copies the table by itself) and two for a page of a
   * key that is built.
   */
  private static final int LEFT_BY_ROWS = 7;
  private static final int LEFT_BY_THE_SERVERS_COPY = 6;
  private static final int LEFT_BY_KEYS = 5;
  /* Pages that are left in a file of less than one extent; the smallest has seven in all. */
  private static final int LEFT_OF_PAGES = 2;
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
  double bytes(List<RebuiltIndex> inserted, List<RebuiltIndex> loaded, RebuiltBy by) {
    Taken rows = taken(inserted, false);
    Taken all = rows.plus(taken(loaded, true));
    if (all.extents == 0 && all.single + FIRST_PAGES + LEFT_OF_PAGES <= extentPages) {
      return Math.max(PAGES_MIN, all.single + FIRST_PAGES + LEFT_OF_PAGES) * pageSize;
    }
    double whileRows = inserted.isEmpty() ? 0 : grown(extents(rows), leftByRows(inserted, by));
    double whileKeys = loaded.isEmpty() ? 0 : grown(extents(all), LEFT_BY_KEYS);
    return Math.max(whileRows, whileKeys) * extentPages * pageSize;
  }

  /** Long values take what was left after the last row that needed a page. */
  private double leftByRows(List<RebuiltIndex> inserted, RebuiltBy by) {
    int left = by == RebuiltBy.COPY_UNDER_HOLD ? LEFT_BY_THE_SERVERS_COPY : LEFT_BY_ROWS;
    double longPages = inserted.stream().mapToDouble(RebuiltIndex::longPages).sum();
    double leaves = inserted.stream().mapToDouble(RebuiltIndex::leafPages).sum();
    double sinceThen = longPages / Math.max(1, leaves) / extentPages / 2;
    return Math.max(1, left - sinceThen);
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

  private Taken taken(List<RebuiltIndex> indexes, boolean areLoaded) {
    Taken sum = new Taken(0, 0);
    for (RebuiltIndex index : indexes) {
      double begun = index.longPages() > SINGLE_PAGES ? BEGUN_FOR_LONG_VALUES : 0;
      double leaves = index.leafPages() + index.longPages();
      sum = sum.plus(segment(leaves, index.isScattered(), areLoaded, begun));
      sum = sum.plus(segment(index.nodePages(), index.isScattered(), areLoaded, 0));
    }
    return sum;
  }

  private Taken segment(double pages, boolean isScattered, boolean isLoaded, double begun) {
    double single = Math.min(pages, SINGLE_PAGES);
    double rest = pages - single;
    if (rest <= 0) {
      return new Taken(single, 0);
    }
    if (isScattered) {
      return new Taken(single, Math.ceil(rest / (1 - UNUSED_SHARE) / extentPages));
    }
    double extents = Math.ceil(rest / extentPages + begun);
    double unused = extents * extentPages - rest;
    boolean isFull = unused < UNUSED_SHARE * (single + extents * extentPages);
    return new Taken(single, isLoaded && isFull ? extents + 1 : extents);
  }

  private double extents(Taken taken) {
    return taken.extents + Math.ceil((taken.single + FIRST_PAGES) / extentPages);
  }

  /** In extents: one MiB at a time up to a limit, and four from there on. */
  private double grown(double extents, double left) {
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
