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
  private XaState xa = XaState.NONE;
  private String xid = "";
  private Footprint lockedTables = Footprint.NONE;
  private int userLocks;
  private IsolationLevel isolation = IsolationLevel.SERVER_DEFAULT;

  /** SET TRANSACTION, without SESSION, asked for a view that lasts. */
  private boolean isNextViewLasting;

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

  /** Outside a transaction there is none of XA's; one that is prepared is nobody's. */
  void onStatus(StatusFlags status) {
    if (!status.isInTransaction()) {
      xa = XaState.NONE;
      xid = "";
    }
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
    isolation = IsolationLevel.SERVER_DEFAULT;
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

  /** The one-shot level of SET TRANSACTION is that of one transaction. */
  void onTransactionEnded() {
    isNextViewLasting = false;
  }

  void reset() {
    xa = XaState.NONE;
    xid = "";
    lockedTables = Footprint.NONE;
    userLocks = 0;
    isolation = IsolationLevel.SERVER_DEFAULT;
    isNextViewLasting = false;
    handlers = null;
    temporaries = null;
  }

  /** What a statement touches of tables that others know, too, if it is sent now. */
  Footprint touchedBy(StatementFacts facts) {
    Footprint shared =
        facts.kind() == StatementKind.MULTI ? facts.footprint() : shared(facts.footprint());
    return facts.kind() == StatementKind.HANDLER ? shared.plus(openHandlers()) : shared;
  }

  /** Tables that it keeps locked, whatever becomes of its transaction. */
  Footprint locked() {
    return lockedTables.plus(openHandlers());
  }

  /** Whether the read view of a transaction that begins now may outlive a statement. */
  boolean isViewLasting() {
    return isNextViewLasting || isLasting(isolation);
  }

  SessionBelongings snapshot() {
    boolean hasNothing =
        xa == XaState.NONE
            && lockedTables.isNone()
            && userLocks == 0
            && isolation == IsolationLevel.SERVER_DEFAULT
            && handlers == null
            && temporaries == null
            && prepared.count() == 0;
    return hasNothing ? SessionBelongings.NONE : newSnapshot();
  }

  private SessionBelongings newSnapshot() {
    return new SessionBelongings(
        xa,
        xid,
        lockedTables,
        userLocks,
        openHandlers(),
        prepared.openCursors(),
        temporaries == null ? Set.of() : temporaries.names(),
        prepared.count(),
        prepared.tables(),
        isolation);
  }

  @Override
  public void onIsolationSet(Effect.IsolationSet effect) {
    if (effect.isForSession()) {
      isolation = effect.level();
    } else {
      isNextViewLasting = isLasting(effect.level());
    }
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
    xid = effect.xid();
    xa =
        switch (effect.verb()) {
          case START -> XaState.ACTIVE;
          case END -> XaState.IDLE;
          case PREPARE -> XaState.PREPARED;
          case COMMIT, ROLLBACK -> XaState.NONE;
        };
  }

  /** A failed SET may have set some of its variables. */
  void onIsolationDoubtful(Effect.IsolationSet effect) {
    if (effect.isForSession()) {
      isolation = IsolationLevel.SERVER_DEFAULT;
    } else {
      isNextViewLasting |= isLasting(effect.level());
    }
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

  private static boolean isLasting(IsolationLevel level) {
    return switch (level) {
      case READ_UNCOMMITTED, READ_COMMITTED -> false;
      case SERVER_DEFAULT, REPEATABLE_READ, SERIALIZABLE -> true;
    };
  }
}
