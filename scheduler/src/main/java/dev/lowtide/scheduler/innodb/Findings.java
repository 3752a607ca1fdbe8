package dev.lowtide.scheduler.innodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What all strata together say of each index. Confined to one thread. */
final class Findings {

  private static final int WIDTHS = 64;
  /* Of a hundred evenly spaced ranks, the one that 90 leaves do not exceed. */
  private static final int CAPACITY_RANK = 89;

  private final Map<Long, IndexTally> tallies = new TreeMap<>();
  private final Map<Long, Double> longPages = new TreeMap<>();
  private final Map<Long, Double> variances = new TreeMap<>();
  private final SpaceShape shape;

  Findings(Collection<Stratum> strata, SpaceShape shape) {
    this.shape = shape;
    for (Stratum stratum : strata) {
      stratum.indexes.forEach(
          (id, seen) ->
              tallies.computeIfAbsent(id, i -> new IndexTally()).add(seen, stratum.factor()));
    }
    strata.forEach(this::giveLongValues);
  }

  List<IndexScan> indexes() {
    List<IndexScan> scans = new ArrayList<>();
    tallies.forEach((id, tally) -> scans.add(scan(id, tally)));
    return scans;
  }

  /**
   * A page of a long value does not say whose it is. It lies in the segment of the leaves that it
   * belongs to; of a small table's, which lie singly, it is the clustered index's, which was made
   * before the others.
   */
  private void giveLongValues(Stratum stratum) {
    double factor = stratum.factor();
    long owner =
        stratum.indexes.entrySet().stream()
            .filter(seen -> stratum.isSegment && !seen.getValue().isSdi)
            .max(Comparator.comparingDouble(seen -> seen.getValue().leafPages))
            .map(Map.Entry::getKey)
            .orElseGet(this::firstIndex);
    longPages.merge(owner, stratum.longPages * factor, Double::sum);
    double error = stratum.standardError();
    variances.merge(owner, error * error, Double::sum);
    tallies.entrySet().stream()
        .filter(seen -> seen.getValue().isSdi)
        .findFirst()
        .ifPresent(
            sdi -> longPages.merge(sdi.getKey(), stratum.sdiLongPages * factor, Double::sum));
  }

  private long firstIndex() {
    return tallies.entrySet().stream()
        .filter(seen -> !seen.getValue().isSdi)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(0L);
  }

  private IndexScan scan(long id, IndexTally tally) {
    return new IndexScan(
        id,
        tally.isSpatial,
        tally.isSdi,
        tally.isRedundant,
        tally.leafPages,
        tally.nodePages,
        longPages.getOrDefault(id, 0.0),
        tally.entries,
        tally.bytes,
        Math.sqrt(variances.getOrDefault(id, 0.0)),
        tally.marked,
        tally.markedBytes,
        tally.garbage,
        tally.pointers == 0 ? 0 : tally.pointerBytes / tally.pointers,
        IntStream.of(tally.widths.quantiles(WIDTHS)).boxed().toList(),
        shape.isZip() ? capacity(tally.heaps.quantiles(100)) : 0);
  }

  private static int capacity(int[] heaps) {
    return heaps.length == 0 ? 0 : heaps[CAPACITY_RANK];
  }
}
