package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;
import java.util.List;

/**
 * Knows a session's transaction by the server's status flags; texts only refine it.
 *
 * <p>An error carries no flags: a deadlock has rolled everything back, a lock wait time-out only
 * the statement, and a procedure may have begun a transaction before it failed. So the state after
 * one is UNKNOWN until the next OK, except where nothing was open and the statement could not have
 * opened anything. Confined to the session's event loop.
 */
final class TransactionTracker {

  private TransactionState state = TransactionState.NONE;
  private long sinceNanos;
  private Footprint touched = Footprint.NONE;
  private Footprint lockedTables = Footprint.NONE;
  private boolean hasReadView;

  /** A reply came to its end with these flags. */
  void onReply(StatementFacts facts, StatusFlags status, long startedNanos) {
    StatementKind kind = facts.kind();
    onTableLocks(facts);
    if (kind.endsTransaction() || !status.isInTransaction()) {
      end();
    }
    if (!status.isInTransaction()) {
      state = status.isAutocommit() ? TransactionState.NONE : TransactionState.ARMED;
      return;
    }
    if (state == TransactionState.NONE || state == TransactionState.ARMED) {
      sinceNanos = startedNanos;
    }
    touched = touched.plus(facts.footprint());
    hasReadView |= kind.mayReadData();
    boolean isEmpty = touched.isNone() && !hasReadView;
    state = isEmpty ? TransactionState.EMPTY : TransactionState.ACTIVE;
  }

  void onError(StatementFacts facts, long startedNanos) {
    if (state == TransactionState.NONE) {
      if (facts.kind().isPlain()) {
        return;
      }
      sinceNanos = startedNanos;
    }
    touched = touched.plus(facts.footprint());
    state = TransactionState.UNKNOWN;
  }

  /** COM_RESET_CONNECTION and COM_CHANGE_USER roll back and unlock. */
  void reset() {
    end();
    lockedTables = Footprint.NONE;
  }

  TransactionSnapshot snapshot() {
    return new TransactionSnapshot(state, 0, sinceNanos, footprint(), null, List.of());
  }

  /** Tables that the session may hold locks on between statements. */
  Footprint footprint() {
    return touched.plus(lockedTables);
  }

  /** Whether the statement would be the first to look at data in a transaction that outlives it. */
  boolean wouldOpenReadView(StatementFacts next) {
    return switch (state) {
      case NONE ->
          next.kind() == StatementKind.BEGIN_SNAPSHOT
              || next.kind() == StatementKind.MULTI
              || next.kind() == StatementKind.CALL
              || next.footprint().isUnknown();
      case ARMED, EMPTY -> next.kind().mayReadData() || !next.footprint().isNone();
      case ACTIVE, UNKNOWN -> false;
    };
  }

  private void end() {
    state = TransactionState.NONE;
    touched = Footprint.NONE;
    hasReadView = false;
  }

  /** LOCK TABLES replaces its predecessor; BEGIN unlocks, COMMIT does not. */
  private void onTableLocks(StatementFacts facts) {
    switch (facts.kind()) {
      case LOCK_TABLES -> lockedTables = facts.footprint();
      case UNLOCK_TABLES, BEGIN, BEGIN_SNAPSHOT -> lockedTables = Footprint.NONE;
      default -> {}
    }
  }
}
