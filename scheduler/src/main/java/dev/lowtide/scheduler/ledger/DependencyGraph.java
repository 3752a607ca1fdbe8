package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.Reach.Via;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.Use.Anything;
import dev.lowtide.scheduler.ledger.Use.Call;
import dev.lowtide.scheduler.ledger.Use.OfSchema;
import dev.lowtide.scheduler.ledger.Use.OfTable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What leads to what in the target: views, triggers, foreign keys, routines, as deep as it goes.
 * Immutable.
 *
 * <p>It is kept in both directions, so that either question is a walk over what is involved and
 * nothing else. What could not be read leads to everything.
 */
public final class DependencyGraph {

  public static final DependencyGraph EMPTY = of(TargetDictionary.EMPTY, Bodies.UNREADABLE);

  private final Map<Use, Set<Use>> leadsTo;
  private final Map<Use, Set<Use>> ledToBy;
  private final Set<RoutineName> known;

  private DependencyGraph(Map<Use, Set<Use>> leadsTo, Set<RoutineName> known) {
    this.leadsTo = leadsTo;
    this.ledToBy = turned(leadsTo);
    this.known = Set.copyOf(known);
  }

  public static DependencyGraph of(TargetDictionary dictionary, Bodies bodies) {
    GraphBuilder builder = new GraphBuilder(bodies);
    builder.add(dictionary);
    return new DependencyGraph(builder.leadsTo(), builder.known());
  }

  /** The names through which the table can be touched. */
  public Reach reach(TableName table) {
    return reach(List.of(table));
  }

  public Reach reach(Collection<TableName> tables) {
    Set<TableName> targets = Set.copyOf(tables);
    Set<Use> reads = new HashSet<>();
    Set<Use> writes = new HashSet<>();
    for (TableName table : targets) {
      String schema = TableName.fold(table.schema());
      reads.addAll(Set.of(Use.reading(table), new OfSchema(schema, Access.READ)));
      writes.addAll(Set.of(Use.writing(table), new OfSchema(schema, Access.WRITE)));
    }
    writes.add(Use.ANYTHING);
    Set<Use> readers = closure(reads, ledToBy);
    Set<Use> writers = closure(writes, ledToBy);
    Map<TableName, Via> names = new HashMap<>();
    Map<RoutineName, Access> routines = new HashMap<>();
    record(readers, Access.READ, names, routines);
    record(writers, Access.WRITE, names, routines);
    names.keySet().removeAll(targets);
    return new Reach(targets, Set.of(), names, routines, known);
  }

  /**
   * The tables and views that a text's footprint leads to, itself among them, as the server would
   * lock them at most: a trigger counts for every kind of write, a foreign key for every rule.
   */
  public Footprint resolve(Footprint footprint) {
    Set<Use> begin = Use.of(footprint);
    footprint.schemas().forEach((name, access) -> begin.addAll(inside(new OfSchema(name, access))));
    Set<Use> all = closure(begin, leadsTo);
    Map<TableName, Access> tables = new HashMap<>();
    Map<String, Access> schemas = new HashMap<>();
    boolean isUnknown = false;
    for (Use use : all) {
      if (use instanceof OfTable of) {
        tables.merge(of.table(), of.access(), Access::and);
      } else if (use instanceof OfSchema of) {
        schemas.merge(of.schema(), of.access(), Access::and);
      }
      isUnknown |= use instanceof Anything || isOutOfSight(use);
    }
    return new Footprint(tables, schemas, Set.of(), isUnknown);
  }

  /** Whether the use is one of something in the schema, and no more than it may be. */
  static boolean isInside(Use use, OfSchema schema) {
    return use instanceof OfTable of
        && of.access().compareTo(schema.access()) <= 0
        && TableName.fold(of.table().schema()).equals(schema.schema());
  }

  private static void record(
      Set<Use> uses, Access needs, Map<TableName, Via> names, Map<RoutineName, Access> routines) {
    for (Use use : uses) {
      if (use instanceof OfTable of) {
        boolean isRead = of.access() == Access.READ;
        Via via = new Via(isRead ? needs : null, isRead ? null : needs);
        names.merge(of.table(), via, Via::and);
      } else if (use instanceof Call call) {
        routines.merge(call.routine(), needs, Access::and);
      }
    }
  }

  private boolean isOutOfSight(Use use) {
    return use instanceof Call call && call.isOutOfSight(known);
  }

  private Set<Use> inside(OfSchema schema) {
    Set<Use> inside = new HashSet<>();
    leadsTo.keySet().stream().filter(use -> isInside(use, schema)).forEach(inside::add);
    ledToBy.keySet().stream().filter(use -> isInside(use, schema)).forEach(inside::add);
    return inside;
  }

  /** These and all that they lead to. Each is visited once, so circles end. */
  private static Set<Use> closure(Set<Use> begin, Map<Use, Set<Use>> edges) {
    Set<Use> seen = new HashSet<>(begin);
    Deque<Use> next = new ArrayDeque<>(begin);
    while (!next.isEmpty()) {
      for (Use use : edges.getOrDefault(next.remove(), Set.of())) {
        if (seen.add(use)) {
          next.add(use);
        }
      }
    }
    return seen;
  }

  private static Map<Use, Set<Use>> turned(Map<Use, Set<Use>> edges) {
    Map<Use, Set<Use>> turned = new HashMap<>();
    edges.forEach(
        (from, uses) ->
            uses.forEach(to -> turned.computeIfAbsent(to, use -> new HashSet<>()).add(from)));
    return turned;
  }
}
