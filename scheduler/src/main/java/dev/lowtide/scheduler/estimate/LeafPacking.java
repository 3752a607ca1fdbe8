package dev.lowtide.scheduler.estimate;

import java.util.List;
import java.util.Random;

/**
 * How many leaves an index's entries take when they are put in, one after the other in the order of
 * the key: by doing it, with entries drawn from the widths that were seen.
 */
final class LeafPacking {

  /* Of widths that differ by half their mean, 20,000 entries give the number within 0.4 in 100. */
  private static final int ENTRIES_DRAWN = 20_000;
  private static final int TRAILER = 8;
  private static final int FIRST_SLOTS = 4;
  /* A slot of two bytes for every four entries. */
  private static final double SLOT_SHARE = 0.5;

  private final double capacity;
  private final double reserve;

  /**
   * @param leavesRoom whether a sixteenth of the page stays free for rows that grow, as in the
   *     leaves of an uncompressed clustered index
   */
  LeafPacking(int pageSize, boolean isRedundant, boolean leavesRoom) {
    this.capacity = pageSize - (isRedundant ? 125 : 120) - TRAILER - FIRST_SLOTS;
    this.reserve = leavesRoom ? pageSize / 16.0 : 0;
  }

  double capacity() {
    return capacity;
  }

  double leaves(long entries, double meanWidth, List<Integer> widths) {
    if (entries == 0) {
      return 0;
    }
    double perLeaf =
        widths.size() < 2 ? alike(meanWidth) : drawn(scaled(widths, meanWidth), entries);
    return Math.max(1, entries / perLeaf);
  }

  private double alike(double width) {
    double need = width + SLOT_SHARE;
    double withRoom = Math.floor((capacity - reserve) / need);
    return Math.max(1, Math.max(withRoom, Math.min(2, Math.floor(capacity / need))));
  }

  private double drawn(double[] widths, long entries) {
    Random random = new Random(1);
    int count = (int) Math.max(1, Math.min(entries, ENTRIES_DRAWN));
    long leaves = 1;
    int onLeaf = 0;
    double left = capacity;
    int begun = 0;
    for (int i = 0; i < count; i++) {
      double need = widths[random.nextInt(widths.length)] + SLOT_SHARE;
      /* The room is kept only where two entries lie already. */
      if (onLeaf > 0 && need + (onLeaf >= 2 ? reserve : 0) > left) {
        leaves++;
        begun = i;
        onLeaf = 0;
        left = capacity;
      }
      onLeaf++;
      left -= need;
    }
    /* The last leaf is not full yet. */
    return leaves == 1 ? alike(mean(widths)) : begun / (leaves - 1.0);
  }

  private static double[] scaled(List<Integer> widths, double meanWidth) {
    double seen = widths.stream().mapToInt(Integer::intValue).average().orElse(1);
    return widths.stream().mapToDouble(width -> width * meanWidth / seen).toArray();
  }

  private static double mean(double[] widths) {
    double sum = 0;
    for (double width : widths) {
      sum += width;
    }
    return sum / widths.length;
  }
}
