package dev.lowtide.scheduler.innodb;

import java.util.Arrays;
import java.util.Random;

/** A few of many numbers, each as likely as any other. Confined to one thread. */
final class Sample {

  /* Quantiles of 4,096 are within 1.6 hundredths of their rank. */
  private static final int SIZE_MAX = 4096;

  private final Random random = new Random(1);
  private int[] values = new int[64];
  private long seen;

  void add(int value) {
    seen++;
    if (seen <= SIZE_MAX) {
      if (seen > values.length) {
        values = Arrays.copyOf(values, values.length * 2);
      }
      values[(int) seen - 1] = value;
      return;
    }
    long place = (long) (random.nextDouble() * seen);
    if (place < SIZE_MAX) {
      values[(int) place] = value;
    }
  }

  /** Of a sample that saw far more than the other, only the larger weight counts here. */
  void add(Sample other) {
    for (int i = 0; i < other.size(); i++) {
      add(other.values[i]);
    }
  }

  int size() {
    return (int) Math.min(seen, SIZE_MAX);
  }

  /** The numbers at evenly spaced ranks, the smallest first; none if there are none. */
  int[] quantiles(int count) {
    int[] sorted = Arrays.copyOf(values, size());
    Arrays.sort(sorted);
    int[] quantiles = new int[sorted.length == 0 ? 0 : count];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = sorted[(int) ((i + 0.5) * sorted.length / count)];
    }
    return quantiles;
  }
}
