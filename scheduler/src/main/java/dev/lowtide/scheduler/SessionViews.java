package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.operator.SessionView;
import java.time.Duration;
import java.util.List;

/** Sessions as people see them. Safe for any thread. */
final class SessionViews {

  private final NanoClock clock;

  SessionViews(NanoClock clock) {
    this.clock = clock;
  }

  SessionView view(SessionSnapshot session) {
    CommandSnapshot command = session.command();
    boolean isInTransaction = session.transaction().state() != TransactionState.NONE;
    return new SessionView(
        session.serverThreadId(),
        session.user(),
        session.clientAddress(),
        session.program(),
        session.schema(),
        session.phase().name(),
        session.isEncrypted(),
        session.isHeld(),
        session.commands(),
        command == null ? "" : command.digest(),
        command == null ? null : since(command.sinceNanos()),
        session.transaction().state().name(),
        isInTransaction && session.transaction().state() != TransactionState.ARMED
            ? since(session.transaction().sinceNanos())
            : null,
        tables(session));
  }

  /** Of its transaction, and what it keeps locked beyond it. */
  private static List<String> tables(SessionSnapshot session) {
    Footprint kept = session.belongings().lockedTables().plus(session.belongings().openHandlers());
    return session.transaction().touched().plus(kept).tables().entrySet().stream()
        .map(table -> table.getKey() + (table.getValue() == Access.WRITE ? " w" : " r"))
        .sorted()
        .toList();
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, clock.nanos() - nanos));
  }
}
