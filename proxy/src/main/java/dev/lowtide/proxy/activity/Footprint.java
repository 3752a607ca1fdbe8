package dev.lowtide.proxy.activity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a statement or a transaction touches, by the names that stand in its texts, and how.
 *
 * <p>Names are as they were written: what a view, a trigger or a routine touches in its turn is a
 * matter of the {@link Reach} of the table one asks about. {@code isUnknown} widens it to
 * everything: nobody could tell what else is touched, or there were more than {@link #NAMES_MAX}. A
 * wrong answer here costs waiting time, never a row: the server's own locks keep the data right.
 *
 * @param tables tables and views
 * @param schemas touched as a whole, such as by DROP DATABASE; folded by {@link TableName#fold}
 * @param routines procedures called, and functions that may be called
 */
public record Footprint(
    Map<TableName, Access> tables,
    Map<String, Access> schemas,
    Set<RoutineName> routines,
    boolean isUnknown) {

  /** MySQL joins 61 at most; who touches more in one transaction counts as touching everything. */
  public static final int NAMES_MAX = 64;

  public static final Footprint NONE = new Footprint(Map.of(), Map.of(), Set.of(), false);
  public static final Footprint UNKNOWN = new Footprint(Map.of(), Map.of(), Set.of(), true);

  public Footprint {
    if (isUnknown || tables.size() + schemas.size() + routines.size() > NAMES_MAX) {
      boolean isTooMany = tables.size() > NAMES_MAX;
      tables = isTooMany ? Map.of() : tables;
      schemas = Map.of();
      routines = Set.of();
      isUnknown = true;
    }
    tables = Map.copyOf(tables);
    schemas = Map.copyOf(schemas);
    routines = Set.copyOf(routines);
  }

  public static Footprint of(TableName table, Access access) {
    return of(Map.of(table, access));
  }

  public static Footprint of(Map<TableName, Access> tables) {
    return new Footprint(tables, Map.of(), Set.of(), false);
  }

  public static Footprint ofSchema(String schema, Access access) {
    return new Footprint(Map.of(), Map.of(TableName.fold(schema), access), Set.of(), false);
  }

  public static Footprint of(RoutineName routine) {
    return new Footprint(Map.of(), Map.of(), Set.of(routine), false);
  }

  public boolean isNone() {
    return !isUnknown && tables.isEmpty() && schemas.isEmpty() && routines.isEmpty();
  }

  /** Whether it may touch what this is the reach of. */
  public boolean touches(Reach reach) {
    return reach.accessBy(this) != null;
  }

  /** Whether it may need a write lock on what this is the reach of. */
  public boolean writes(Reach reach) {
    return reach.accessBy(this) == Access.WRITE;
  }

  /** Whether the texts may mean this very table. */
  public boolean touches(TableName table) {
    return touches(Reach.of(table));
  }

  /** Whether the texts may mean to write to this very table. */
  public boolean writes(TableName table) {
    return writes(Reach.of(table));
  }

  /** Both together; the stronger access wins. The same object where nothing is added. */
  public Footprint plus(Footprint other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    Set<RoutineName> allRoutines = new HashSet<>(routines);
    allRoutines.addAll(other.routines);
    return new Footprint(
        both(tables, other.tables),
        both(schemas, other.schemas),
        allRoutines,
        isUnknown || other.isUnknown);
  }

  private static <N> Map<N, Access> both(Map<N, Access> one, Map<N, Access> other) {
    Map<N, Access> both = new HashMap<>(one);
    other.forEach((name, access) -> both.merge(name, access, Access::and));
    return both;
  }

  private boolean covers(Footprint other) {
    if (other.isUnknown && !isUnknown) {
      return false;
    }
    return covers(tables, other.tables)
        && (isUnknown || (covers(schemas, other.schemas) && coversRoutines(other)));
  }

  private boolean coversRoutines(Footprint other) {
    return other.routines.isEmpty() || routines.containsAll(other.routines);
  }

  private static <N> boolean covers(Map<N, Access> mine, Map<N, Access> others) {
    for (Map.Entry<N, Access> entry : others.entrySet()) {
      Access access = mine.get(entry.getKey());
      if (access == null || access.compareTo(entry.getValue()) < 0) {
        return false;
      }
    }
    return true;
  }
}
