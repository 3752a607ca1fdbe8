package dev.lowtide.proxy.activity;

import java.util.HashMap;
import java.util.Map;

/**
 * The tables that a statement or a transaction touches, and how.
 *
 * <p>{@code isUnknown} widens it to everything: nobody could tell what else is touched, or there
 * were more than {@link #TABLES_MAX}. A wrong answer here costs waiting time, never a row: the
 * server's own locks keep the data right.
 */
public record Footprint(Map<TableName, Access> tables, boolean isUnknown) {

  /** MySQL joins 61 at most; who touches more in one transaction counts as touching everything. */
  public static final int TABLES_MAX = 64;

  public static final Footprint NONE = new Footprint(Map.of(), false);
  public static final Footprint UNKNOWN = new Footprint(Map.of(), true);

  public Footprint {
    if (tables.size() > TABLES_MAX) {
      tables = Map.of();
      isUnknown = true;
    }
    tables = Map.copyOf(tables);
  }

  public static Footprint of(TableName table, Access access) {
    return new Footprint(Map.of(table, access), false);
  }

  public boolean isNone() {
    return !isUnknown && tables.isEmpty();
  }

  public boolean touches(TableName table) {
    return isUnknown || tables.containsKey(table);
  }

  public boolean writes(TableName table) {
    return isUnknown || tables.get(table) == Access.WRITE;
  }

  /** Both together; the stronger access wins. The same object where nothing is added. */
  public Footprint plus(Footprint other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    Map<TableName, Access> both = new HashMap<>(tables);
    other.tables.forEach((table, access) -> both.merge(table, access, Access::and));
    return new Footprint(both, isUnknown || other.isUnknown);
  }

  private boolean covers(Footprint other) {
    if (other.isUnknown && !isUnknown) {
      return false;
    }
    for (Map.Entry<TableName, Access> entry : other.tables.entrySet()) {
      Access mine = tables.get(entry.getKey());
      if (mine == null || mine.compareTo(entry.getValue()) < 0) {
        return false;
      }
    }
    return true;
  }
}
