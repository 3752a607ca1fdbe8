package dev.lowtide.scheduler.verify;

import dev.lowtide.scheduler.copy.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two tables of numbered rows, and the log through which one follows the other: the model by which
 * the verifier is judged.
 */
final class FakeTwins implements TwinReader {

  final TreeMap<Integer, String> original = new TreeMap<>();
  final TreeMap<Integer, String> copy = new TreeMap<>();
  final List<Integer> log = new ArrayList<>();
  final List<Integer> chunks = new ArrayList<>();
  Map<String, Long> entries = new HashMap<>();
  int rowsAtOnce = Integer.MAX_VALUE;
  Runnable onCompare = () -> {};
  private int applied;

  static FakeTwins ofRows(int rows) {
    FakeTwins twins = new FakeTwins();
    for (int i = 0; i < rows; i++) {
      twins.original.put(i, "as it was");
      twins.copy.put(i, "as it was");
    }
    return twins;
  }

  /** Somebody writes; null deletes. */
  void write(int id, @Nullable String value) {
    if (value == null) {
      original.remove(id);
    } else {
      original.put(id, value);
    }
    log.add(id);
  }

  /** Brings the copy so far, reading rows anew. */
  Set<RowKey> applyUpTo(int position) {
    Set<Integer> ids = new HashSet<>(log.subList(Math.min(applied, position), position));
    ids.forEach(
        id -> {
          String now = original.get(id);
          if (now == null) {
            copy.remove(id);
          } else {
            copy.put(id, now);
          }
        });
    applied = Math.max(applied, position);
    return keys(ids);
  }

  Set<RowKey> applyAll() {
    return applyUpTo(log.size());
  }

  boolean isFollowed() {
    return applied == log.size();
  }

  int applied() {
    return applied;
  }

  static Set<RowKey> keys(Collection<Integer> ids) {
    return ids.stream().map(FakeTwins::key).collect(Collectors.toSet());
  }

  static RowKey key(int id) {
    return RowKey.of(String.valueOf(id));
  }

  @Override
  public long threadId() {
    return 1;
  }

  @Override
  public Span compare(@Nullable RowKey after, int rowsMax) {
    onCompare.run();
    chunks.add(rowsMax);
    int size = Math.min(rowsMax, rowsAtOnce);
    int from = after == null ? Integer.MIN_VALUE : Integer.parseInt(after.values().get(0)) + 1;
    List<Integer> rows = original.tailMap(from).keySet().stream().limit(size).toList();
    boolean isEnd = rows.size() < size;
    int upTo = isEnd ? Integer.MAX_VALUE : rows.get(rows.size() - 1);
    Set<Integer> span = new TreeSet<>(original.subMap(from, true, upTo, true).keySet());
    span.addAll(copy.subMap(from, true, upTo, true).keySet());
    boolean isLast = original.tailMap(upTo, false).isEmpty() && copy.tailMap(upTo, false).isEmpty();
    return new Span(isEnd ? null : key(upTo), rows.size(), differing(keys(span)), isLast);
  }

  @Override
  public Set<RowKey> differing(Collection<RowKey> keys) {
    return keys.stream().filter(this::isDifferent).collect(Collectors.toSet());
  }

  private boolean isDifferent(RowKey key) {
    int id = Integer.parseInt(key.values().get(0));
    return !Objects.equals(original.get(id), copy.get(id));
  }

  @Override
  public void endCounting() {}

  @Override
  public Map<String, Long> entriesOfCopy() {
    return entries;
  }

  @Override
  public void close() {}
}
