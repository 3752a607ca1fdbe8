package dev.lowtide.scheduler.innodb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Reads extents in rounds until every segment is known well enough, or the budget is used up. */
final class Sampling {

  /* With fewer, the spread between extents is not known well enough to be relied on. */
  private static final int EXTENTS_MIN = 24;
  private static final int PAGES_MIN = 2000;
  /* A segment with less than this share of all bytes need not be known better than so much of all. */
  private static final double SHARE_THAT_MATTERS = 0.05;

  private final ScanLimits limits;
  private final Collection<Stratum> strata;
  private final SpaceFile file;
  private final ExtentReader reader;
  private final boolean isWhole;

  Sampling(
      ScanLimits limits,
      Collection<Stratum> strata,
      SpaceFile file,
      ExtentReader reader,
      boolean isWhole) {
    this.limits = limits;
    this.strata = strata;
    this.file = file;
    this.reader = reader;
    this.isWhole = isWhole;
  }

  void run(Random random) throws IOException, UnreadableSpaceException {
    strata.forEach(stratum -> stratum.shuffle(random));
    long end = file.bytesRead() + limits.bytesMax();
    List<Stratum> open = new ArrayList<>(strata);
    while (!open.isEmpty() && (isWhole || file.bytesRead() < end)) {
      for (Stratum stratum : open) {
        read(stratum, end);
      }
      double all = strata.stream().mapToDouble(Stratum::aliveBytes).sum();
      open.removeIf(stratum -> !stratum.hasMore() || (!isWhole && isKnown(stratum, all)));
    }
  }

  /** Half as many again as before: a round more than needed costs no more than a third. */
  private void read(Stratum stratum, long end) throws IOException, UnreadableSpaceException {
    int count = Math.max(EXTENTS_MIN, stratum.looked() / 2);
    for (Extent extent : stratum.next(isWhole ? Integer.MAX_VALUE : count)) {
      if (!isWhole && file.bytesRead() >= end) {
        return;
      }
      reader.read(extent, stratum);
    }
  }

  private boolean isKnown(Stratum stratum, double all) {
    double matters = Math.max(stratum.aliveBytes(), SHARE_THAT_MATTERS * all);
    boolean isMinor = stratum.aliveBytes() < SHARE_THAT_MATTERS * all;
    return 2 * stratum.standardError() <= limits.error() * matters
        && (isMinor || stratum.pagesSeen() >= PAGES_MIN);
  }
}
