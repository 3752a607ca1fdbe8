package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot.Touch;
import dev.lowtide.proxy.activity.XaState;
import dev.lowtide.scheduler.load.Age;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.KeptView;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.operator.TouchView;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions as people see them. Safe for any thread. */
final class SessionViews {

  private final NanoClock clock;

  SessionViews(NanoClock clock) {
    this.clock = clock;
  }

  SessionView view(SessionSnapshot session) {
    CommandSnapshot command = session.command();
    TransactionSnapshot transaction = session.transaction();
    boolean isOpen = transaction.state().isOpen();
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
        transaction.state().name(),
        isOpen ? TransactionId.of(session).toString() : "",
        isOpen ? since(transaction.sinceNanos()) : null,
        FootprintNames.of(transaction.touched().plus(locked(session.belongings()))),
        touches(transaction),
        sinceOrNull(transaction.readViewSinceNanos()),
        session.belongings().isolation().name(),
        kept(session.belongings()));
  }

  /** The same as somebody sees it who thinks of ending it. */
  EndableView endable(SessionSnapshot session) {
    SessionView view = view(session);
    return new EndableView(
        view.serverThreadId(),
        view.user(),
        view.clientAddress(),
        view.program(),
        true,
        view.command(),
        view.transactionId(),
        view.transactionFor(),
        view.tables(),
        "");
  }

  /** Beyond its transaction. */
  private static Footprint locked(SessionBelongings belongings) {
    return belongings.lockedTables().plus(belongings.openHandlers());
  }

  private List<TouchView> touches(TransactionSnapshot transaction) {
    return transaction.touches().stream()
        .map(this::touch)
        .sorted(Comparator.comparing(TouchView::ago))
        .toList();
  }

  private TouchView touch(Touch touch) {
    return new TouchView(FootprintNames.of(touch.footprint()), since(touch.lastNanos()));
  }

  private static KeptView kept(SessionBelongings belongings) {
    String xa =
        belongings.xa() == XaState.NONE ? "" : belongings.xid() + " " + belongings.xa().name();
    return new KeptView(
        xa.strip(),
        FootprintNames.of(belongings.lockedTables()),
        belongings.userLocks(),
        FootprintNames.of(belongings.openHandlers()),
        belongings.openCursors(),
        belongings.temporaryTables().stream().map(Object::toString).sorted().toList(),
        belongings.preparedStatements(),
        FootprintNames.of(belongings.prepared()));
  }

  private Duration since(long nanos) {
    return Age.between(nanos, clock.nanos());
  }

  private @Nullable Duration sinceOrNull(@Nullable Long nanos) {
    return nanos == null ? null : since(nanos);
  }
}
