package dev.lowtide.scheduler.estimate;

import java.util.List;

/**
 * What is known of how an index's entries fill pages. An entry never lies across two, so that of
 * rows of 6 KB two fit into 16 KiB, and more than a quarter of the page stays empty.
 *
 * @param widths of entries in bytes at evenly spaced ranks, the smallest first; empty if not known,
 *     and then they are taken to be alike
 * @param pointerBytes of an entry above the leaves; 0 if not known
 * @param leafCapacity bytes of entries, as they are in memory, that a compressed leaf holds; 0
 *     where it follows from the size of a page
 * @param isSpatial whether an R-tree: its pages split in the middle, however it is built
 * @param isRedundant whether rows are as in ROW_FORMAT=REDUNDANT
 */
public record Packing(
    List<Integer> widths,
    double pointerBytes,
    int leafCapacity,
    boolean isSpatial,
    boolean isRedundant) {

  public static final Packing UNKNOWN = new Packing(List.of(), 0, 0, false, false);

  public Packing {
    widths = List.copyOf(widths);
  }
}
