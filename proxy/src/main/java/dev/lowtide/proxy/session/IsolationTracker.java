package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.sql.Effect.IsolationSet;

/**
 * A session's isolation level, of which it only matters whether read views outlive a statement:
 * where that is not certain, they do. Confined to the session's event loop.
 */
final class IsolationTracker {

  private IsolationLevel level = IsolationLevel.SERVER_DEFAULT;

  /** SET TRANSACTION, without SESSION, asked for a view that lasts. */
  private boolean isNextViewLasting;

  void onSet(IsolationSet effect) {
    if (effect.isForSession()) {
      level = effect.level();
    } else {
      isNextViewLasting = isLasting(effect.level());
    }
  }

  /** A failed SET may have set some of its variables. */
  void onDoubtful(IsolationSet effect) {
    if (effect.isForSession()) {
      level = IsolationLevel.SERVER_DEFAULT;
    } else {
      isNextViewLasting |= isLasting(effect.level());
    }
  }

  void onAnythingDone() {
    level = IsolationLevel.SERVER_DEFAULT;
  }

  /** What SET TRANSACTION said was for this one. */
  void onTransactionEnded() {
    isNextViewLasting = false;
  }

  void reset() {
    level = IsolationLevel.SERVER_DEFAULT;
    isNextViewLasting = false;
  }

  IsolationLevel level() {
    return level;
  }

  /** Whether the read view of a transaction that begins now may outlive a statement. */
  boolean isViewLasting() {
    return isNextViewLasting || isLasting(level);
  }

  private static boolean isLasting(IsolationLevel level) {
    return switch (level) {
      case READ_UNCOMMITTED, READ_COMMITTED -> false;
      case SERVER_DEFAULT, REPEATABLE_READ, SERIALIZABLE -> true;
    };
  }
}
