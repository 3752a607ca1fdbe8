package dev.lowtide.scheduler.estimate;

import java.util.List;

/**
 * A tablespace file of its own for a table, as it grows while the table is rebuilt. See {@code
 * fsp0fsp.cc} in the MySQL source documentation: segments, the reserve, and by how much a file is
 * extended.
 */
final class RebuiltFile {

  private static final int MIB = 1 << 20;
  /* A segment's first pages come one by one out of extents that all share. */
  private static final int SINGLE_PAGES = 32;
  /* Header, a bitmap, the list of segments, and the server's own description of the table. */
  private static final int FIRST_PAGES = 4;
  /* A segment of more than 40 extents takes four more at a time. */
  private static final int LONG_SEGMENT = 40;
  private static final int TAKEN_AHEAD = 4;
  /* A split wants so many extents free, and one in a hundred. */
  private static final int SPLIT_RESERVE = 3;
  /* Up to this a file grows by one extent, then by four. */
  private static final long STEADY = 32L * MIB;

  private final int pageSize;
  private final int extentPages;

  RebuiltFile(int pageSize, boolean isCompressed) {
    this.pageSize = pageSize;
    this.extentPages = isCompressed || pageSize <= 16384 ? Math.max(64, MIB / pageSize) : 64;
  }

  /** Its size in bytes. */
  double bytes(List<RebuiltIndex> indexes) {
    double single = FIRST_PAGES;
    double extents = 0;
    for (RebuiltIndex index : indexes) {
      for (double pages : List.of(index.leafPages() + index.longPages(), index.nodePages())) {
        single += Math.min(pages, SINGLE_PAGES);
        extents += extents(pages - SINGLE_PAGES, index.isScattered());
      }
    }
    if (extents == 0 && single < extentPages / 2.0) {
      return Math.max(7, Math.ceil(single)) * pageSize;
    }
    extents += Math.ceil(single / extentPages);
    return grown(extents);
  }

  /** How far the end of a file may be off for reasons of its own: one step of its growth. */
  static double grain(double bytes) {
    return bytes < MIB ? bytes / 4 : bytes < STEADY ? 2.0 * MIB : 4.0 * MIB;
  }

  private double extents(double pages, boolean isScattered) {
    if (pages <= 0) {
      return 0;
    }
    double extents = Math.ceil(pages * (isScattered ? 8 / 7.0 : 1) / extentPages);
    return extents + (extents > LONG_SEGMENT ? TAKEN_AHEAD / 2.0 : 0);
  }

  private double grown(double extents) {
    double extentBytes = (double) extentPages * pageSize;
    double needed = (extents + SPLIT_RESERVE + Math.floor(extents / 100)) * extentBytes;
    double step = needed <= STEADY ? extentBytes : 4 * extentBytes;
    return Math.ceil(needed / step) * step;
  }
}
