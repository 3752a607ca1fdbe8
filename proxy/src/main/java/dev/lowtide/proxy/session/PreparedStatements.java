package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.sql.Effect.NamedExecuted;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session has prepared, by the protocol and by name, and which of it has a cursor open.
 *
 * <p>A cursor's rows are a copy: on 8.0.31 and 9.7.4 it keeps no metadata lock, neither outside a
 * transaction nor behind its end, and gives its rows even when the table was rebuilt meanwhile. So
 * cursors are counted, and touch nothing. Confined to the session's event loop.
 */
final class PreparedStatements {

  /**
   * Names are written by hand or made by a framework, a few for a session; with names of 64
   * characters so many take 200 KB. One that finds no room counts as unknown when it is executed.
   */
  static final int NAMES_MAX = 1_000;

  static final StatementFacts UNKNOWN_STATEMENT =
      StatementFacts.of(StatementKind.OTHER, Footprint.UNKNOWN, "(unknown statement)");

  /** With MariaDB's clients: the statement that was sent to be prepared last. */
  private static final long LAST_PREPARED = 0xFFFFFFFFL;

  /** A statement with an id. */
  private static final class Prepared {
    private final StatementFacts facts;
    private boolean hasCursor;

    Prepared(StatementFacts facts) {
      this.facts = facts;
    }
  }

  /** By the server's id, unboxed; no more than its max_prepared_stmt_count lets there be. */
  private @Nullable LongObjectMap<Prepared> byId;

  /** Names do not tell upper from lower case. */
  private @Nullable Map<String, StatementFacts> byName;

  private StatementFacts lastPrepared = UNKNOWN_STATEMENT;
  private Footprint tables = Footprint.NONE;
  private int openCursors;

  /** A client may execute what it has sent to be prepared without waiting for its id. */
  void onSent(StatementFacts facts) {
    lastPrepared = facts;
  }

  void onPrepared(long statementId, StatementFacts facts) {
    if (byId == null) {
      byId = new LongObjectHashMap<>();
    }
    onGone(byId.put(statementId, new Prepared(facts)));
    tables = tables.plus(facts.footprint());
  }

  void onClosed(long statementId) {
    if (byId != null) {
      onGone(byId.remove(statementId));
      forgetTablesOfNone();
    }
  }

  /** PREPARE name FROM text; facts are null if the text is not at hand. */
  void onNamed(String name, @Nullable StatementFacts facts) {
    StatementFacts known = facts == null ? UNKNOWN_STATEMENT : facts;
    tables = tables.plus(known.footprint());
    if (byName == null) {
      byName = new HashMap<>();
    }
    if (byName.size() < NAMES_MAX || byName.containsKey(fold(name))) {
      byName.put(fold(name), known);
    }
  }

  void onDeallocated(String name) {
    if (byName != null) {
      byName.remove(fold(name));
      forgetTablesOfNone();
    }
  }

  /** Code that nobody has seen ran: it may have prepared anything by any name. */
  void onAnythingDone() {
    if (byName != null && !byName.isEmpty()) {
      byName.replaceAll((name, facts) -> UNKNOWN_STATEMENT);
      tables = Footprint.UNKNOWN;
    }
  }

  /** Whether the statement has rows for COM_STMT_FETCH now. */
  void onCursor(long statementId, boolean isOpen) {
    Prepared prepared = byId == null ? null : byId.get(statementId);
    if (prepared != null && prepared.hasCursor != isOpen) {
      prepared.hasCursor = isOpen;
      openCursors += isOpen ? 1 : -1;
    }
  }

  void reset() {
    byId = null;
    byName = null;
    lastPrepared = UNKNOWN_STATEMENT;
    tables = Footprint.NONE;
    openCursors = 0;
  }

  StatementFacts byId(long statementId) {
    if (statementId == LAST_PREPARED) {
      return lastPrepared;
    }
    Prepared prepared = byId == null ? null : byId.get(statementId);
    return prepared == null ? UNKNOWN_STATEMENT : prepared.facts;
  }

  /** The facts of what EXECUTE executes; those of any other statement as they are. */
  StatementFacts executed(StatementFacts facts) {
    if (facts.kind() != StatementKind.EXECUTE || byName == null || facts.effects().size() != 1) {
      return facts;
    }
    if (facts.effects().get(0) instanceof NamedExecuted executed) {
      return byName.getOrDefault(fold(executed.name()), facts);
    }
    return facts;
  }

  int count() {
    return (byId == null ? 0 : byId.size()) + (byName == null ? 0 : byName.size());
  }

  int openCursors() {
    return openCursors;
  }

  /** The tables of all of them, and of those that were closed since there was none. */
  Footprint tables() {
    return tables;
  }

  private void onGone(@Nullable Prepared prepared) {
    if (prepared != null && prepared.hasCursor) {
      openCursors--;
    }
  }

  /** Nobody counts which statement brought which table, so the sum shrinks to nothing only. */
  private void forgetTablesOfNone() {
    if (count() == 0) {
      tables = Footprint.NONE;
    }
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
