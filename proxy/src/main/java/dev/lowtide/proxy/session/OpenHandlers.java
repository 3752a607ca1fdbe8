package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tables that a session has open with HANDLER, by their aliases.
 *
 * <p>Each keeps a metadata lock of its own, whatever becomes of transactions, until it is closed or
 * the session itself defines its table anew; of the latter only DROP TABLE is believed. See
 * "HANDLER Statement" in MySQL's manual. Confined to the session's event loop.
 */
final class OpenHandlers {

  /** As many as a footprint can name; beyond that they may be on any table. */
  static final int ALIASES_MAX = Footprint.NAMES_MAX;

  private final Map<String, TableName> tables = new HashMap<>();
  private boolean areTooMany;
  private Footprint footprint = Footprint.NONE;

  void onOpened(String alias, TableName table) {
    if (tables.size() == ALIASES_MAX && !tables.containsKey(TableName.fold(alias))) {
      areTooMany = true;
    } else {
      tables.put(TableName.fold(alias), table);
    }
    footprint = newFootprint();
  }

  void onClosed(String alias) {
    tables.remove(TableName.fold(alias));
    footprint = newFootprint();
  }

  void onDropped(Set<TableName> dropped) {
    if (tables.values().removeAll(dropped)) {
      footprint = newFootprint();
    }
  }

  /** The tables, as if they were read all the time. */
  Footprint footprint() {
    return footprint;
  }

  private Footprint newFootprint() {
    if (areTooMany) {
      return Footprint.UNKNOWN;
    }
    Map<TableName, Access> read = new HashMap<>();
    tables.values().forEach(table -> read.put(table, Access.READ));
    return read.isEmpty() ? Footprint.NONE : Footprint.of(read);
  }
}
