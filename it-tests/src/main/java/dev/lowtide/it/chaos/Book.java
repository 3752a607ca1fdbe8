package dev.lowtide.it.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a writer was told of its rows: exactly what must be in the table. Confined to the writer's
 * thread, and to the checker's once the writer has ended.
 */
final class Book {

  private final Map<Long, Row> rows = new HashMap<>();
  private final List<Long> slots = new ArrayList<>();
  private final Map<Long, Integer> places = new HashMap<>();
  private final Deque<Undo> undo = new ArrayDeque<>();
  private final List<Doubt> doubts = new ArrayList<>();

  private record Undo(long slot, @Nullable Row before) {}

  /**
   * A row whose change may or may not have happened, because the connection broke.
   *
   * @param after as it would be then; null if it would be gone
   * @param statement that does the same to the other table
   */
  record Doubt(long slot, @Nullable Row before, @Nullable Row after, String statement) {}

  Optional<Row> any(Random random) {
    return slots.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(rows.get(slots.get(random.nextInt(slots.size()))));
  }

  Collection<Row> rows() {
    return rows.values();
  }

  List<Doubt> doubts() {
    return doubts;
  }

  void put(Row row) {
    undo.push(new Undo(row.slot(), rows.get(row.slot())));
    set(row.slot(), row);
  }

  void remove(long slot) {
    undo.push(new Undo(slot, rows.get(slot)));
    set(slot, null);
  }

  /** Where one can go back to. */
  int mark() {
    return undo.size();
  }

  void backTo(int mark) {
    while (undo.size() > mark) {
      Undo last = undo.pop();
      set(last.slot(), last.before());
    }
  }

  /** What has been written since the last time stays. */
  void keep() {
    undo.clear();
  }

  /** Nobody touches the row any more; what became of it is looked up at the end. */
  void doubt(Doubt doubt) {
    doubts.add(doubt);
    set(doubt.slot(), null);
  }

  private void set(long slot, @Nullable Row row) {
    if (row == null) {
      rows.remove(slot);
      forget(slot);
    } else if (rows.put(slot, row) == null) {
      places.put(slot, slots.size());
      slots.add(slot);
    }
  }

  /** The last one takes its place. */
  private void forget(long slot) {
    Integer place = places.remove(slot);
    if (place != null) {
      long last = slots.remove(slots.size() - 1);
      if (last != slot) {
        slots.set(place, last);
        places.put(last, place);
      }
    }
  }
}
