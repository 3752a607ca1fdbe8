package dev.lowtide.scheduler;

import dev.lowtide.scheduler.ledger.Orphan;
import dev.lowtide.scheduler.ledger.Reconciliation;
import dev.lowtide.scheduler.ledger.ServerLock;
import dev.lowtide.scheduler.ledger.ServerSession;
import dev.lowtide.scheduler.ledger.ServerTransaction;
import dev.lowtide.scheduler.operator.BypassingView;
import dev.lowtide.scheduler.operator.OrphanView;
import dev.lowtide.scheduler.operator.OthersView;
import java.util.List;

/** What the ledger found at the server beside the proxy's sessions, as people see it. */
final class OthersViews {

  private OthersViews() {}

  static OthersView of(Reconciliation found) {
    return new OthersView(
        found.bypassing().stream().map(OthersViews::bypassing).toList(),
        found.orphans().stream().map(OthersViews::orphan).toList(),
        found.blindness());
  }

  private static BypassingView bypassing(ServerSession session) {
    ServerTransaction open = session.transaction();
    return new BypassingView(
        session.threadId(),
        session.user(),
        session.host(),
        session.program(),
        open == null ? null : open.age(),
        open == null ? "" : String.valueOf(open.trxId()),
        tables(session));
  }

  private static OrphanView orphan(Orphan orphan) {
    ServerSession session = orphan.session();
    return new OrphanView(
        session.threadId(),
        session.user(),
        session.host(),
        orphan.endedFor(),
        session.isIdle() ? "" : session.command());
  }

  private static List<String> tables(ServerSession session) {
    return session.locks().stream()
        .filter(lock -> lock.heldTable().isPresent())
        .map(OthersViews::text)
        .distinct()
        .sorted()
        .toList();
  }

  private static String text(ServerLock lock) {
    return lock.heldTable().orElseThrow() + " " + lock.type();
  }
}
