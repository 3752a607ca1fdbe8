package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A session's temporary tables. While there is one, its name does not mean the table that everybody
 * else knows by it.
 *
 * <p>A name is believed to mean the temporary table only as long as nothing happened that may have
 * dropped or renamed it, of which a definition's success, an error behind some successes, and code
 * that nobody has seen are examples. Confined to the session's event loop.
 */
final class TemporaryTables {

  /** Reports make a dozen. So many names take 40 KB; more of them count as tables of all. */
  static final int NAMES_MAX = 256;

  /** Statements of an application's loop; each entry shares most of its weight with the cache. */
  private static final int REMEMBERED_MAX = 64;

  private final Set<TableName> all = new HashSet<>();

  /** Those whose names certainly mean them. */
  private final Set<TableName> certain = new HashSet<>();

  /** What statements touch without them, so that a statement in a loop is looked at once. */
  private final IdentityHashMap<Footprint, Footprint> remembered = new IdentityHashMap<>();

  void onCreated(TableName table) {
    if (all.size() < NAMES_MAX) {
      all.add(table);
      certain.add(table);
      remembered.clear();
    }
  }

  void onDropped(Set<TableName> tables) {
    all.removeAll(tables);
    doubt(tables);
  }

  void doubt(Set<TableName> tables) {
    certain.removeAll(tables);
    remembered.clear();
  }

  void doubtAll() {
    certain.clear();
    remembered.clear();
  }

  Set<TableName> names() {
    return all;
  }

  boolean isMeantBy(TableName table) {
    return certain.contains(table);
  }

  /** What is touched of tables that are not ours alone. */
  Footprint without(Footprint footprint) {
    if (certain.isEmpty() || footprint.tables().isEmpty()) {
      return footprint;
    }
    Footprint known = remembered.get(footprint);
    if (known != null) {
      return known;
    }
    Footprint shared = shared(footprint);
    if (remembered.size() == REMEMBERED_MAX) {
      remembered.clear();
    }
    remembered.put(footprint, shared);
    return shared;
  }

  private Footprint shared(Footprint footprint) {
    if (footprint.tables().keySet().stream().noneMatch(certain::contains)) {
      return footprint;
    }
    Map<TableName, Access> tables = new HashMap<>(footprint.tables());
    tables.keySet().removeAll(certain);
    return new Footprint(tables, footprint.schemas(), footprint.routines(), footprint.isUnknown());
  }
}
