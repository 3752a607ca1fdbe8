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
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.operator.TouchView;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sessions as people see them. Safe for any thread. */
final class SessionViews {

  private final NanoClock clock;

  SessionViews(NanoClock clock) {
    this.clock = clock;
  }

  /** The list puts a session into words when it is read, and each time it is. */
  List<SessionView> inOrder(Stream<SessionSnapshot> sessions, SessionOrder order) {
    List<SessionSnapshot> sorted = sorted(sessions, order);
    return new AbstractList<>() {
      @Override
      public SessionView get(int index) {
        return view(sorted.get(index));
      }

      @Override
      public int size() {
        return sorted.size();
      }
    };
  }

  private List<SessionSnapshot> sorted(Stream<SessionSnapshot> sessions, SessionOrder order) {
    Comparator<Ranked> first =
        order == SessionOrder.USER
            ? Comparator.comparing(ranked -> ranked.session().user())
            : Comparator.comparingLong(Ranked::rank).reversed();
    return sessions
        .map(session -> new Ranked(session, rank(session, order)))
        .sorted(first.thenComparingLong(ranked -> ranked.session().serverThreadId()))
        .map(Ranked::session)
        .toList();
  }

  /** What puts a session before others; negative where there is nothing of it. */
  private long rank(SessionSnapshot session, SessionOrder order) {
    CommandSnapshot command = session.command();
    TransactionSnapshot transaction = session.transaction();
    return switch (order) {
      case TRANSACTION ->
          transaction.state().isOpen() ? since(transaction.sinceNanos()).toNanos() : -1;
      case STATEMENT -> command == null ? -1 : since(command.sinceNanos()).toNanos();
      case TABLES -> FootprintNames.count(touchedOrLocked(session));
      case COMMANDS -> session.commands();
      case USER, SESSION -> 0;
    };
  }

  private record Ranked(SessionSnapshot session, long rank) {}

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
        FootprintNames.of(touchedOrLocked(session)),
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

  /** In its transaction and beyond it. */
  private static Footprint touchedOrLocked(SessionSnapshot session) {
    SessionBelongings belongings = session.belongings();
    return session
        .transaction()
        .touched()
        .plus(belongings.lockedTables())
        .plus(belongings.openHandlers());
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
