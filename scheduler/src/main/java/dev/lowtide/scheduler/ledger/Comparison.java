package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.ledger.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One session, by the proxy's word and by the server's. It must not have moved meanwhile. */
final class Comparison {

  private static final String XA_PREPARED = "PREPARED";

  private final DependencyGraph graph;
  private final boolean isAnyPrepared;
  private final List<Difference> differences = new ArrayList<>();

  /**
   * @param isAnyPrepared whether there are XA transactions that were detached from their sessions
   */
  Comparison(DependencyGraph graph, boolean isAnyPrepared) {
    this.graph = graph;
    this.isAnyPrepared = isAnyPrepared;
  }

  List<Difference> differences() {
    return differences;
  }

  /** What a session that the proxy knows to be open is on the server; null if it is not there. */
  void compare(SessionSnapshot session, @Nullable ServerSession onServer) {
    if (onServer == null) {
      add(Kind.LOST, session, null, "the server does not have it");
      return;
    }
    if (session.phase() != SessionPhase.READY) {
      return;
    }
    compareLocks(session, onServer);
    compareClaims(session, onServer);
    compareTransactions(session, onServer);
    if (onServer.hasNames()
        && !TableName.fold(session.schema()).equals(TableName.fold(onServer.schema()))) {
      String text = "is in " + quoted(onServer.schema()) + ", known in ";
      add(Kind.SCHEMA, session, null, text + quoted(session.schema()));
    }
  }

  private void compareLocks(SessionSnapshot session, ServerSession onServer) {
    Footprint known = graph.resolve(claimed(session));
    Kind kind = isAnyPrepared || hasPrepared(onServer) ? Kind.MAYBE_PREPARED : Kind.MISSED;
    for (Map.Entry<TableName, Access> held : held(onServer).entrySet()) {
      TableName table = held.getKey();
      boolean isWriting = held.getValue() == Access.WRITE;
      if (isWriting ? !known.writes(table) : !known.touches(table)) {
        String how = isWriting ? "a write lock" : "a read lock";
        String but = known.touches(table) ? ", known to be read only" : ", not known to be touched";
        add(kind, session, table, "holds " + how + " on " + table + but);
      }
    }
    boolean isUserLocked =
        onServer.locks().stream()
            .anyMatch(lock -> lock.kind() == ServerLock.Kind.USER_LEVEL_LOCK && !lock.isPending());
    if (isUserLocked && session.belongings().userLocks() == 0) {
      add(Kind.USER_LOCK, session, null, "holds a lock of GET_LOCK(), none is known");
    }
  }

  /** Names only, as they stand in its texts: what these lead to is more than is locked at times. */
  private void compareClaims(SessionSnapshot session, ServerSession onServer) {
    if (session.transaction().state() != TransactionState.ACTIVE) {
      return;
    }
    Set<TableName> held = held(onServer).keySet();
    for (TableName table : session.transaction().touched().tables().keySet()) {
      if (!held.contains(table)
          && !ServerLock.isServersOwn(table)
          && !session.belongings().temporaryTables().contains(table)) {
        add(Kind.EXTRA, session, table, "holds no lock on " + table + ", known to be touched");
      }
    }
  }

  private void compareTransactions(SessionSnapshot session, ServerSession onServer) {
    ServerTransaction transaction = onServer.transaction();
    boolean isOpenOnServer = transaction != null && !hasPrepared(onServer);
    boolean isKnownOpen =
        switch (session.transaction().state()) {
          case NONE, ARMED -> false;
          case EMPTY, ACTIVE -> true;
          // After an error only the server can tell.
          case UNKNOWN -> isOpenOnServer;
        };
    if (isOpenOnServer != isKnownOpen) {
      String text =
          isOpenOnServer
              ? "has a transaction open, known is "
              : "has no transaction open, known is ";
      add(
          isOpenOnServer ? Kind.TRANSACTION : Kind.NO_TRANSACTION,
          session,
          null,
          text + session.transaction().state());
    }
  }

  /** The last thing it did in a transaction was to prepare it; that is not the session's now. */
  private static boolean hasPrepared(ServerSession onServer) {
    ServerTransaction transaction = onServer.transaction();
    return transaction != null && transaction.xaState().equals(XA_PREPARED);
  }

  private static Footprint claimed(SessionSnapshot session) {
    return session
        .transaction()
        .touched()
        .plus(session.belongings().lockedTables())
        .plus(session.belongings().openHandlers());
  }

  private static Map<TableName, Access> held(ServerSession onServer) {
    return onServer.locks().stream()
        .filter(lock -> lock.heldTable().isPresent())
        .collect(
            Collectors.toMap(
                lock -> lock.heldTable().orElseThrow(), ServerLock::access, Access::and));
  }

  private void add(Kind kind, SessionSnapshot session, @Nullable TableName table, String text) {
    differences.add(Difference.of(kind, session, table, text));
  }

  private static String quoted(String schema) {
    return schema.isEmpty() ? "no schema" : schema;
  }
}
