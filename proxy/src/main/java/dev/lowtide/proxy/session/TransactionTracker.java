package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * Knows a session's transaction by the server's status flags; texts only refine it.
 *
 * <p>An error carries no flags: a lock wait time-out has rolled back the statement or, with
 * innodb_rollback_on_timeout, everything, and a procedure may have begun a transaction before it
 * failed. So the state after one is UNKNOWN until the next OK, except where nothing was open and
 * the statement could not have opened anything, and behind a deadlock, which ends the transaction
 * and with it all its locks. Confined to the session's event loop.
 */
final class TransactionTracker {

  /** ER_LOCK_DEADLOCK, of rows or of metadata. */
  private static final int LOCK_DEADLOCK = 1213;

  private final Touches touches = new Touches();
  private TransactionState state = TransactionState.NONE;
  private long number;
  private long sinceNanos;
  private boolean hasLooked;
  private boolean isViewLasting = true;
  private long readViewSinceNanos;

  /**
   * A reply came to its end.
   *
   * @param touched by the statement, of tables that other sessions know, too
   * @param hasEndedBefore whether one of the reply's results, not the last, was outside any
   *     transaction
   * @param isViewLasting whether a read view that is taken now would outlive the statement
   */
  void onReply(
      StatementKind kind,
      Footprint touched,
      StatusFlags status,
      boolean hasEndedBefore,
      boolean isViewLasting,
      long startedNanos) {
    if (hasCommitted(kind) || hasEndedBefore || !status.isInTransaction()) {
      end();
    }
    if (!status.isInTransaction()) {
      state = status.isAutocommit() ? TransactionState.NONE : TransactionState.ARMED;
      return;
    }
    beginUnlessOpen(isViewLasting, startedNanos);
    onTouched(kind, touched, startedNanos);
    state = touches.isEmpty() && !hasLooked ? TransactionState.EMPTY : TransactionState.ACTIVE;
  }

  /** LOCK TABLES does, and without autocommit is in a transaction of its own from then on. */
  private static boolean hasCommitted(StatementKind kind) {
    return kind.endsTransaction() || kind == StatementKind.LOCK_TABLES;
  }

  void onError(
      int code,
      StatementFacts facts,
      Footprint touched,
      StatusFlags lastStatus,
      boolean isViewLasting,
      long startedNanos) {
    if (hasRolledBack(code, facts)) {
      end();
      state = lastStatus.isAutocommit() ? TransactionState.NONE : TransactionState.ARMED;
      return;
    }
    if (state == TransactionState.NONE && facts.kind().isPlain()) {
      return;
    }
    beginUnlessOpen(isViewLasting, startedNanos);
    onTouched(facts.kind(), touched, startedNanos);
    state = TransactionState.UNKNOWN;
  }

  /** Where routines and several statements are concerned, another may have begun meanwhile. */
  private static boolean hasRolledBack(int code, StatementFacts facts) {
    return code == LOCK_DEADLOCK
        && facts.kind().isPlain()
        && facts.footprint().routines().isEmpty();
  }

  private void beginUnlessOpen(boolean isViewLasting, long startedNanos) {
    if (state == TransactionState.NONE || state == TransactionState.ARMED) {
      number++;
      sinceNanos = startedNanos;
      this.isViewLasting = isViewLasting;
    }
  }

  private void onTouched(StatementKind kind, Footprint touched, long startedNanos) {
    touches.add(touched, startedNanos);
    if (kind.mayReadData() && !hasLooked) {
      hasLooked = true;
      readViewSinceNanos = startedNanos;
    }
  }

  /** COM_RESET_CONNECTION and COM_CHANGE_USER roll back. */
  void reset() {
    end();
  }

  TransactionSnapshot snapshot() {
    if (state == TransactionState.NONE && number == 0) {
      return TransactionSnapshot.NONE;
    }
    return new TransactionSnapshot(
        state, number, sinceNanos, footprint(), readViewSinceNanos(), touches.snapshot());
  }

  private @Nullable Long readViewSinceNanos() {
    return hasLooked && isViewLasting ? readViewSinceNanos : null;
  }

  TransactionState state() {
    return state;
  }

  /** Tables that the transaction may hold locks on between statements. */
  Footprint footprint() {
    return touches.all();
  }

  /**
   * Whether the statement would be the first to look at data in a transaction that outlives it.
   *
   * @param isViewLasting whether its isolation level has read views that outlive a statement
   */
  boolean wouldOpenReadView(StatementFacts next, boolean isViewLasting) {
    return switch (state) {
      case NONE ->
          (next.kind() == StatementKind.BEGIN_SNAPSHOT && isViewLasting)
              || next.kind() == StatementKind.MULTI
              || next.kind() == StatementKind.CALL
              || next.footprint().isUnknown();
      case ARMED -> mayLook(next) && (isViewLasting || mayChangeLevel(next));
      case EMPTY -> mayLook(next) && (this.isViewLasting || mayChangeLevel(next));
      case ACTIVE, UNKNOWN -> false;
    };
  }

  private static boolean mayLook(StatementFacts next) {
    return next.kind().mayReadData() || !next.footprint().isNone();
  }

  /** It may end the transaction and begin one at another level. */
  private static boolean mayChangeLevel(StatementFacts next) {
    return next.kind() == StatementKind.MULTI
        || next.footprint().isUnknown()
        || !next.footprint().routines().isEmpty();
  }

  private void end() {
    state = TransactionState.NONE;
    touches.clear();
    hasLooked = false;
  }
}
