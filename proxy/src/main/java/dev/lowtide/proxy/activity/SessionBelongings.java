package dev.lowtide.proxy.activity;

import java.util.Set;

/**
 * What a session keeps between its statements, whatever becomes of its transaction.
 *
 * @param xid of the XA transaction, as it was written; empty if there is none
 * @param lockedTables those of LOCK TABLES
 * @param userLocks how many of GET_LOCK() it may have
 * @param openHandlers tables that HANDLER has open
 * @param openCursors server-side cursors that may have rows to fetch
 * @param preparedStatements how many it has prepared and not closed, by the protocol or by name
 * @param prepared the tables of all of these
 */
public record SessionBelongings(
    XaState xa,
    String xid,
    Footprint lockedTables,
    int userLocks,
    Footprint openHandlers,
    int openCursors,
    Set<TableName> temporaryTables,
    int preparedStatements,
    Footprint prepared,
    IsolationLevel isolation) {

  public static final SessionBelongings NONE =
      new SessionBelongings(
          XaState.NONE,
          "",
          Footprint.NONE,
          0,
          Footprint.NONE,
          0,
          Set.of(),
          0,
          Footprint.NONE,
          IsolationLevel.SERVER_DEFAULT);

  public SessionBelongings {
    temporaryTables = Set.copyOf(temporaryTables);
  }
}
