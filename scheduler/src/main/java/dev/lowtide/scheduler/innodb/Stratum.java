package dev.lowtide.scheduler.innodb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The extents of one segment, or the extents whose pages are given out one by one. How many pages
 * of them are in use is known from their descriptors; what these hold is found out from a few, and
 * taken to be so in all: a ratio estimate by clusters. Confined to one thread.
 */
final class Stratum {

  /* 10 GiB of extents of 1 MiB, which is all that may be read of a file. */
  private static final int CHOSEN_MAX = 10_240;

  final Map<Long, IndexTally> indexes = new HashMap<>();
  final boolean isSegment;
  long longPages;
  long sdiLongPages;

  private final List<Extent> chosen = new ArrayList<>();
  private final int chosenMax;
  private long extents;
  private long usedPages;
  private int looked;
  private double used;
  private double bytes;
  private double usedSquared;
  private double bytesSquared;
  private double usedTimesBytes;

  /**
   * @param isSegment whether an index has these extents to itself
   * @param isWhole whether no extent may be left out
   */
  Stratum(boolean isSegment, boolean isWhole) {
    this.isSegment = isSegment;
    this.chosenMax = isWhole ? Integer.MAX_VALUE : CHOSEN_MAX;
  }

  /** Every extent is as likely to be among the chosen as any other. */
  void offer(Extent extent, Random random) {
    extents++;
    usedPages += extent.used().cardinality();
    if (chosen.size() < chosenMax) {
      chosen.add(extent);
      return;
    }
    long place = (long) (random.nextDouble() * extents);
    if (place < chosenMax) {
      chosen.set((int) place, extent);
    }
  }

  void shuffle(Random random) {
    Collections.shuffle(chosen, random);
  }

  /** The next so many extents, in the order in which they lie. */
  List<Extent> next(int count) {
    int end = (int) Math.min(chosen.size(), (long) looked + count);
    List<Extent> next = new ArrayList<>(chosen.subList(looked, end));
    next.sort(Comparator.comparingLong(Extent::firstPage));
    return next;
  }

  /**
   * @param pages in use that could be read
   * @param alive bytes in them, of entries and of long values
   */
  void looked(int pages, double alive) {
    looked++;
    used += pages;
    bytes += alive;
    usedSquared += (double) pages * pages;
    bytesSquared += alive * alive;
    usedTimesBytes += pages * alive;
  }

  boolean hasMore() {
    return looked < chosen.size();
  }

  int looked() {
    return looked;
  }

  double pagesSeen() {
    return used;
  }

  boolean isSampled() {
    return looked < extents;
  }

  /** How many pages of the stratum stand behind each that was read. */
  double factor() {
    return used == 0 ? 0 : usedPages / used;
  }

  double aliveBytes() {
    return bytes * factor();
  }

  /** Of the living bytes; 0 where every extent was read. */
  double standardError() {
    if (looked < 2 || used == 0) {
      return looked < extents ? aliveBytes() : 0;
    }
    double ratio = bytes / used;
    double residuals = bytesSquared - 2 * ratio * usedTimesBytes + ratio * ratio * usedSquared;
    double unseen = 1 - (double) looked / extents;
    double variance = Math.max(0, residuals) / (looked - 1);
    return extents * Math.sqrt(unseen * variance / looked);
  }
}
