package dev.lowtide.scheduler.mysql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lengths of entries, each of which stands for so many. Confined to one thread. */
final class Widths {

  /** As many as tell of a distribution what matters for how it fills pages. */
  private static final int RANKS = 64;

  private final List<Width> widths = new ArrayList<>();
  private double total;

  private record Width(long bytes, double weight) {}

  void add(long bytes, double weight) {
    widths.add(new Width(bytes, weight));
    total += weight;
  }

  /** Lengths at evenly spaced ranks, the smallest first. */
  List<Integer> atRanks() {
    List<Width> sorted = widths.stream().sorted(Comparator.comparingLong(Width::bytes)).toList();
    List<Integer> ranks = new ArrayList<>();
    double passed = 0;
    for (Width width : sorted) {
      passed += width.weight();
      while (ranks.size() < RANKS && (ranks.size() + 0.5) / RANKS * total < passed) {
        ranks.add((int) width.bytes());
      }
    }
    return ranks;
  }
}
