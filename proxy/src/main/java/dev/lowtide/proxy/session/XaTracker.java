package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.XaState;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.Effect.XaStep;

/** Where a session's XA transaction stands. Confined to the session's event loop. */
final class XaTracker {

  private XaState state = XaState.NONE;
  private String xid = "";

  void onStep(XaStep step) {
    xid = step.xid();
    state =
        switch (step.verb()) {
          case START -> XaState.ACTIVE;
          case END -> XaState.IDLE;
          case PREPARE -> XaState.PREPARED;
          case COMMIT, ROLLBACK -> XaState.NONE;
        };
  }

  /** Outside a transaction there is none of XA's; one that is prepared then is nobody's. */
  void onStatus(StatusFlags status) {
    if (!status.isInTransaction()) {
      reset();
    }
  }

  void reset() {
    state = XaState.NONE;
    xid = "";
  }

  XaState state() {
    return state;
  }

  /** As it was written; empty if there is none. */
  String xid() {
    return xid;
  }
}
