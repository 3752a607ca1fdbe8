package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.XaState;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.Effect;
import dev.lowtide.proxy.sql.EffectListener;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a session keeps beyond its transactions, as its statements' texts announce it and their
 * success confirms it. Where that is not certain it may keep more than it is said to need, never
 * less. Confined to the session's event loop.
 */
final class BelongingsTracker implements EffectListener {

  private final PreparedStatements prepared;
  private final XaTracker xa = new XaTracker();
  private final IsolationTracker isolation = new IsolationTracker();
  private Footprint lockedTables = Footprint.NONE;
  private int userLocks;
  private @Nullable OpenHandlers handlers;
  private @Nullable TemporaryTables temporaries;

  BelongingsTracker(PreparedStatements prepared) {
    this.prepared = prepared;
  }

  /** A statement has succeeded; the server said so with these flags. */
  void onSuccess(StatementFacts facts, StatusFlags status) {
    onRun(facts);
    onTableLocks(facts);
    for (int i = 0; i < facts.effects().size(); i++) {
      facts.effects().get(i).tell(this);
    }
    onStatus(status);
  }

  void onStatus(StatusFlags status) {
    xa.onStatus(status);
  }

  /**
   * A statement has failed.
   *
   * @param isBehindSuccess whether a statement before it, in the same text, has succeeded: then
   *     nobody knows which of its effects came about
   */
  void onError(StatementFacts facts, boolean isBehindSuccess) {
    onRun(facts);
    if (isBehindSuccess && facts.kind() == StatementKind.LOCK_TABLES) {
      lockedTables = lockedTables.plus(facts.footprint());
    }
    if (!facts.effects().isEmpty()) {
      EffectListener failed = new FailedEffects(this, prepared, isBehindSuccess);
      facts.effects().forEach(effect -> effect.tell(failed));
    }
  }

  /** Whatever became of the statement, after it some things are not certain any more. */
  private void onRun(StatementFacts facts) {
    Footprint footprint = facts.footprint();
    if (footprint.isUnknown() || !footprint.routines().isEmpty()) {
      onAnythingDone();
    } else if (temporaries != null && mayDefine(facts.kind())) {
      temporaries.doubt(written(footprint));
    }
  }

  /** Code that nobody has seen may drop a temporary table, prepare by name and set variables. */
  private void onAnythingDone() {
    prepared.onAnythingDone();
    isolation.onAnythingDone();
    if (temporaries != null) {
      temporaries.doubtAll();
    }
  }

  private static boolean mayDefine(StatementKind kind) {
    return kind == StatementKind.DDL
        || kind == StatementKind.MULTI
        || kind == StatementKind.LOCK_TABLES
        || kind == StatementKind.OTHER;
  }

  private static Set<TableName> written(Footprint footprint) {
    return footprint.tables().entrySet().stream()
        .filter(entry -> entry.getValue() == Access.WRITE)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * LOCK TABLES replaces its predecessor; BEGIN unlocks, COMMIT does not. The lock on everything,
   * of FLUSH TABLES WITH READ LOCK, goes with UNLOCK TABLES only.
   */
  private void onTableLocks(StatementFacts facts) {
    switch (facts.kind()) {
      case LOCK_TABLES -> lockedTables = lockedOnAll().plus(shared(facts.footprint()));
      case BEGIN, BEGIN_SNAPSHOT -> lockedTables = lockedOnAll();
      case UNLOCK_TABLES -> lockedTables = Footprint.NONE;
      default -> {}
    }
  }

  private Footprint lockedOnAll() {
    return lockedTables.isUnknown() ? Footprint.UNKNOWN : Footprint.NONE;
  }

  void onTransactionEnded() {
    isolation.onTransactionEnded();
  }

  void reset() {
    xa.reset();
    isolation.reset();
    lockedTables = Footprint.NONE;
    userLocks = 0;
    handlers = null;
    temporaries = null;
  }

  /** What a statement touches of tables that others know, too, if it is sent now. */
  Footprint touchedBy(StatementFacts facts) {
    Footprint shared =
        facts.kind() == StatementKind.MULTI ? facts.footprint() : shared(facts.footprint());
    return facts.kind() == StatementKind.HANDLER ? touchedByHandler(facts, shared) : shared;
  }

  /** What one that is open is read by is an alias, which is no name of a table. */
  private Footprint touchedByHandler(StatementFacts facts, Footprint shared) {
    Footprint open = openHandlers();
    return facts.effects().isEmpty() && !open.isNone() ? open : shared.plus(open);
  }

  /** Tables that it keeps locked, whatever becomes of its transaction. */
  Footprint locked() {
    return lockedTables.plus(openHandlers());
  }

  /** Whether the read view of a transaction that begins now may outlive a statement. */
  boolean isViewLasting() {
    return isolation.isViewLasting();
  }

  SessionBelongings snapshot() {
    boolean hasNothing =
        xa.state() == XaState.NONE
            && lockedTables.isNone()
            && userLocks == 0
            && isolation.level() == IsolationLevel.SERVER_DEFAULT
            && handlers == null
            && temporaries == null
            && prepared.count() == 0;
    return hasNothing ? SessionBelongings.NONE : newSnapshot();
  }

  private SessionBelongings newSnapshot() {
    return new SessionBelongings(
        xa.state(),
        xa.xid(),
        lockedTables,
        userLocks,
        openHandlers(),
        prepared.openCursors(),
        temporaries == null ? Set.of() : temporaries.names(),
        prepared.count(),
        prepared.tables(),
        isolation.level());
  }

  @Override
  public void onIsolationSet(Effect.IsolationSet effect) {
    isolation.onSet(effect);
  }

  /** Whether it got the lock stands in a row that nobody reads. */
  @Override
  public void onUserLockTaken(Effect.UserLockTaken effect) {
    userLocks = userLocks == Integer.MAX_VALUE ? userLocks : userLocks + 1;
  }

  @Override
  public void onUserLockReleased(Effect.UserLockReleased effect) {
    userLocks = effect.isAll() || userLocks == 0 ? 0 : userLocks - 1;
  }

  /** A handler on a temporary table locks nothing. */
  @Override
  public void onHandlerOpened(Effect.HandlerOpened effect) {
    if (temporaries != null && temporaries.isMeantBy(effect.table())) {
      return;
    }
    if (handlers == null) {
      handlers = new OpenHandlers();
    }
    handlers.onOpened(effect.alias(), effect.table());
  }

  @Override
  public void onHandlerClosed(Effect.HandlerClosed effect) {
    if (handlers != null) {
      handlers.onClosed(effect.alias());
    }
  }

  @Override
  public void onTemporaryTableCreated(Effect.TemporaryTableCreated effect) {
    if (temporaries == null) {
      temporaries = new TemporaryTables();
    }
    temporaries.onCreated(effect.table());
  }

  @Override
  public void onTablesDropped(Effect.TablesDropped effect) {
    if (handlers != null) {
      handlers.onDropped(effect.tables());
    }
    if (temporaries != null) {
      temporaries.onDropped(effect.tables());
    }
  }

  @Override
  public void onNamedPrepared(Effect.NamedPrepared effect) {
    prepared.onNamed(effect.name(), effect.facts());
  }

  @Override
  public void onNamedExecuted(Effect.NamedExecuted effect) {}

  @Override
  public void onNamedDeallocated(Effect.NamedDeallocated effect) {
    prepared.onDeallocated(effect.name());
  }

  @Override
  public void onXaStep(Effect.XaStep effect) {
    xa.onStep(effect);
  }

  void onIsolationDoubtful(Effect.IsolationSet effect) {
    isolation.onDoubtful(effect);
  }

  void onTablesDoubtful(Effect.TablesDropped effect) {
    if (temporaries != null) {
      temporaries.doubt(effect.tables());
    }
  }

  private Footprint shared(Footprint footprint) {
    return temporaries == null ? footprint : temporaries.without(footprint);
  }

  private Footprint openHandlers() {
    return handlers == null ? Footprint.NONE : handlers.footprint();
  }
}
