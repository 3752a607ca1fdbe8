package dev.lowtide.scheduler.verify;

import dev.lowtide.scheduler.copy.RowKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows that were seen to differ, and what has been heard of them since. */
final class Suspects {

  /**
   * One of them.
   *
   * @param rounds in how many it was explained and differed again
   * @param isAwaited whether a mark was written after it was seen: what explains it comes before
   * @param isExplained whether a change of it was applied after it was seen
   */
  private record Suspect(int rounds, boolean isAwaited, boolean isExplained) {}

  private final Map<RowKey, Suspect> byKey = new HashMap<>();

  /** They differ, as was seen just now. */
  void see(Collection<RowKey> keys) {
    keys.forEach(key -> byKey.merge(key, new Suspect(0, false, false), Suspects::again));
  }

  /** One that nothing has explained yet goes on waiting for what it waited for. */
  private static Suspect again(Suspect known, Suspect seen) {
    return known.isExplained() ? new Suspect(known.rounds() + 1, false, false) : known;
  }

  void onMark() {
    byKey.replaceAll((key, it) -> new Suspect(it.rounds(), true, it.isExplained()));
  }

  void onApplied(Set<RowKey> keys) {
    keys.forEach(
        key ->
            byKey.computeIfPresent(
                key, (same, it) -> new Suspect(it.rounds(), it.isAwaited(), true)));
  }

  /** They were explained, and are the same now. */
  void clear(Collection<RowKey> same) {
    same.forEach(key -> byKey.computeIfPresent(key, (k, it) -> it.isExplained() ? null : it));
  }

  /** Whose mark has been reached, and no change of theirs came before it. */
  Set<RowKey> unexplained() {
    return byKey.entrySet().stream()
        .filter(entry -> entry.getValue().isAwaited() && !entry.getValue().isExplained())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** In how many rounds the most stubborn of them differed again. */
  int rounds() {
    return byKey.values().stream().mapToInt(Suspect::rounds).max().orElse(0);
  }

  int size() {
    return byKey.size();
  }

  Set<RowKey> keys() {
    return Set.copyOf(byKey.keySet());
  }
}
