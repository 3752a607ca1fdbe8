package dev.lowtide.scheduler.copy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A server in memory, as far as a copy is concerned: a table with a unique column, a binary log
 * that is written before a transaction is visible, and others who write whenever they can.
 */
final class ModelServer {

  static final int KEYS = 30;
  private static final int UNIQUE_VALUES = 45;

  /** A row but for its key. */
  record Row(int unique, int value) {}

  /** One event of the log. An XA transaction has two: its rows are in the first. */
  record Event(NavigableMap<Integer, Row> rows, Set<Integer> keys, int xid, Kind kind, long mark) {
    enum Kind {
      TRANSACTION,
      MARK,
      XA_PREPARE,
      XA_COMMIT,
      XA_ROLLBACK
    }
  }

  final Random random;
  final NavigableMap<Integer, Row> visible = new TreeMap<>();
  final NavigableMap<Integer, Row> shadow = new TreeMap<>();
  final List<Event> log = new ArrayList<>();

  /** What everybody agrees on but readers do not see yet. */
  private final NavigableMap<Integer, Row> latest = new TreeMap<>();

  private final Deque<Event> invisible = new ArrayDeque<>();
  private final NavigableMap<Integer, Event> prepared = new TreeMap<>();

  /** Prepared in the log, while the session is still at that statement and does not say so. */
  private final Set<Integer> preparing = new HashSet<>();

  private int xids;
  private int values;
  private int stepsLeft;

  ModelServer(long seed, int steps) {
    this.random = new Random(seed);
    this.stepsLeft = steps;
    for (int i = 0; i < KEYS / 2; i++) {
      write();
    }
    if (random.nextBoolean()) {
      prepare();
    }
  }

  /** Others do something, or nothing. */
  void others() {
    for (int i = random.nextInt(4); i > 0; i--) {
      otherStep();
    }
  }

  private void otherStep() {
    if (stepsLeft-- <= 0) {
      List.copyOf(prepared.keySet()).forEach(xid -> decide(xid, true));
      showAll();
      return;
    }
    int dice = random.nextInt(10);
    if (dice < 5) {
      write();
    } else if (dice < 7) {
      showNext();
    } else if (dice == 7) {
      prepare();
    } else if (!prepared.isEmpty() && preparing.isEmpty()) {
      decide(prepared.firstKey(), dice == 8);
    } else if (dice == 9) {
      endStatements();
    }
  }

  /** Nobody writes any more. */
  void quieten() {
    stepsLeft = 0;
    otherStep();
  }

  boolean isQuiet() {
    return stepsLeft <= 0;
  }

  Set<Integer> preparedXids() {
    Set<Integer> told = new HashSet<>(prepared.keySet());
    told.removeAll(preparing);
    return told;
  }

  /** Somebody always may be, and whoever prepares is. */
  boolean areOthersAtWork() {
    return !preparing.isEmpty() || random.nextInt(3) == 0;
  }

  /** A statement takes far less than a second. */
  void endStatements() {
    preparing.clear();
  }

  long end() {
    return log.size();
  }

  /** A commit of ours: all that is before it in the log is visible when it returns. */
  void commit(long mark) {
    log.add(
        new Event(
            new TreeMap<>(),
            Set.of(),
            0,
            mark == 0 ? Event.Kind.TRANSACTION : Event.Kind.MARK,
            mark));
    showAll();
  }

  private void write() {
    NavigableMap<Integer, Row> rows = new TreeMap<>(latest);
    Set<Integer> keys = change(rows);
    if (!keys.isEmpty()) {
      take(rows);
      show(new Event(picked(keys), keys, 0, Event.Kind.TRANSACTION, 0));
    }
  }

  private void prepare() {
    NavigableMap<Integer, Row> rows = new TreeMap<>(latest);
    Set<Integer> keys = change(rows);
    if (keys.isEmpty()) {
      return;
    }
    NavigableMap<Integer, Row> after = new TreeMap<>();
    keys.stream().filter(rows::containsKey).forEach(key -> after.put(key, rows.get(key)));
    Event event = new Event(after, Set.copyOf(keys), ++xids, Event.Kind.XA_PREPARE, 0);
    log.add(event);
    prepared.put(event.xid(), event);
    preparing.add(event.xid());
  }

  private void decide(int xid, boolean isCommit) {
    preparing.remove(xid);
    Event event = Objects.requireNonNull(prepared.remove(xid));
    if (!isCommit) {
      log.add(new Event(new TreeMap<>(), Set.of(), xid, Event.Kind.XA_ROLLBACK, 0));
      return;
    }
    event.keys().forEach(latest::remove);
    latest.putAll(event.rows());
    show(new Event(event.rows(), event.keys(), xid, Event.Kind.XA_COMMIT, 0));
  }

  private void show(Event event) {
    log.add(event);
    invisible.add(event);
  }

  private void showNext() {
    Event event = invisible.poll();
    if (event != null) {
      event.keys().forEach(visible::remove);
      visible.putAll(event.rows());
    }
  }

  private void showAll() {
    while (!invisible.isEmpty()) {
      showNext();
    }
  }

  private void take(NavigableMap<Integer, Row> rows) {
    latest.clear();
    latest.putAll(rows);
  }

  private NavigableMap<Integer, Row> picked(Set<Integer> keys) {
    NavigableMap<Integer, Row> rows = new TreeMap<>();
    keys.stream().filter(latest::containsKey).forEach(key -> rows.put(key, latest.get(key)));
    return rows;
  }

  /** Changes some rows that nobody has locked; returns their keys. */
  private Set<Integer> change(NavigableMap<Integer, Row> rows) {
    Set<Integer> locked = new HashSet<>();
    Set<Integer> taken = new HashSet<>();
    List<Event> open = new ArrayList<>(prepared.values());
    open.addAll(invisible);
    for (Event event : open) {
      locked.addAll(event.keys());
      event.rows().values().forEach(row -> taken.add(row.unique()));
      visible.forEach(
          (key, row) -> {
            if (event.keys().contains(key)) {
              taken.add(row.unique());
            }
          });
    }
    Set<Integer> keys = new HashSet<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      changeOne(rows, locked, taken, keys);
    }
    return keys;
  }

  private void changeOne(
      NavigableMap<Integer, Row> rows, Set<Integer> locked, Set<Integer> taken, Set<Integer> keys) {
    int key = random.nextInt(KEYS);
    int other = random.nextInt(KEYS);
    if (locked.contains(key) || locked.contains(other)) {
      return;
    }
    int dice = random.nextInt(5);
    Row row = rows.get(key);
    if (dice == 0) {
      rows.remove(key);
    } else if (dice == 1 && row != null && !rows.containsKey(other)) {
      rows.remove(key);
      rows.put(other, row);
      keys.add(other);
    } else if (dice == 2 && row != null && rows.get(other) != null) {
      Row second = rows.get(other);
      rows.put(key, new Row(second.unique(), ++values));
      rows.put(other, new Row(row.unique(), ++values));
      keys.add(other);
    } else {
      int unique = random.nextInt(UNIQUE_VALUES);
      if (taken.contains(unique) || isUsed(rows, unique, key)) {
        return;
      }
      rows.put(key, new Row(unique, ++values));
    }
    keys.add(key);
  }

  private static boolean isUsed(NavigableMap<Integer, Row> rows, int unique, int key) {
    return rows.entrySet().stream()
        .anyMatch(entry -> entry.getKey() != key && entry.getValue().unique() == unique);
  }

  /** As REPLACE does it: whoever has this key or this unique value goes. */
  static void replace(NavigableMap<Integer, Row> into, Map<Integer, Row> rows) {
    rows.forEach(
        (key, row) -> {
          into.values().removeIf(each -> each.unique() == row.unique());
          into.put(key, row);
        });
  }
}
