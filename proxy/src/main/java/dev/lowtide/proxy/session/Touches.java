package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TransactionSnapshot.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction after the other touches, and when it last did. Footprints are those of the
 * cache, kept as they are; only who asks has them added up. Confined to the session's event loop.
 */
final class Touches {

  /**
   * Different sets of tables, not statements: transactions of applications have fewer. Beyond that
   * the two that were touched longest ago become one, so that a recent touch keeps its time.
   */
  static final int SETS_MAX = 16;

  /** Made for the first transaction, used again by each that follows. */
  private @Nullable Footprint @Nullable [] footprints;

  /** Their hashes: comparing two maps makes objects, hashing one does not. */
  private int[] hashes = {};

  private long[] lastNanos = {};
  private int size;

  void add(Footprint footprint, long atNanos) {
    if (footprint.isNone()) {
      return;
    }
    int known = indexOfSame(footprint);
    int hash = known >= 0 ? hashes[known] : footprint.hashCode();
    known = known >= 0 ? known : indexOfEqual(footprint, hash);
    if (known >= 0) {
      lastNanos[known] = atNanos;
      return;
    }
    if (footprints == null) {
      footprints = new Footprint[SETS_MAX];
      hashes = new int[SETS_MAX];
      lastNanos = new long[SETS_MAX];
    }
    if (size == SETS_MAX) {
      mergeOldest(footprints);
    }
    footprints[size] = footprint;
    hashes[size] = hash;
    lastNanos[size] = atNanos;
    size++;
  }

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Footprint all() {
    Footprint all = Footprint.NONE;
    for (int i = 0; i < size; i++) {
      all = all.plus(at(i));
    }
    return all;
  }

  List<Touch> snapshot() {
    if (size == 0) {
      return List.of();
    }
    List<Touch> touches = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      touches.add(new Touch(at(i), lastNanos[i]));
    }
    return touches;
  }

  /** Most often it is the very object that the cache gave out before. */
  private int indexOfSame(Footprint footprint) {
    for (int i = 0; i < size; i++) {
      if (isSame(at(i), footprint)) {
        return i;
      }
    }
    return -1;
  }

  private int indexOfEqual(Footprint footprint, int hash) {
    for (int i = 0; i < size; i++) {
      if (hashes[i] == hash && at(i).equals(footprint)) {
        return i;
      }
    }
    return -1;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Footprint one, Footprint other) {
    return one == other;
  }

  private void mergeOldest(@Nullable Footprint[] all) {
    int oldest = oldestBut(-1);
    int second = oldestBut(oldest);
    Footprint both = at(oldest).plus(at(second));
    all[second] = both;
    hashes[second] = both.hashCode();
    size--;
    all[oldest] = all[size];
    hashes[oldest] = hashes[size];
    lastNanos[oldest] = lastNanos[size];
  }

  private int oldestBut(int skipped) {
    int oldest = -1;
    for (int i = 0; i < size; i++) {
      boolean isOlder = oldest < 0 || lastNanos[i] - lastNanos[oldest] < 0;
      if (i != skipped && isOlder) {
        oldest = i;
      }
    }
    return oldest;
  }

  private Footprint at(int index) {
    return Objects.requireNonNull(Objects.requireNonNull(footprints)[index]);
  }
}
