package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.scheduler.ending.ServerSession;
import dev.lowtide.scheduler.ending.ServerSessions;
import dev.lowtide.scheduler.ending.ServerTransaction;
import dev.lowtide.scheduler.load.Blocker;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.operator.BlockerView;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.OthersView;
import dev.lowtide.scheduler.operator.SessionFilter;
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.operator.SessionView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Shows people the sessions there are, and which of them are in the way. Safe for any thread. */
final class SessionDesk {

  /** Nobody talks to more people than that before looking again. */
  private static final int BLOCKERS_NAMED_MAX = 20;

  private final Observer observer;
  private final ServerSessions server;
  private final Supplier<OthersView> others;
  private final Function<TableName, Reach> reaches;
  private final SessionViews views;

  /** The function always has an answer; where nobody can be asked it is the table's own name. */
  SessionDesk(
      Observer observer,
      ServerSessions server,
      Supplier<OthersView> others,
      Function<TableName, Reach> reaches,
      NanoClock clock) {
    this.observer = observer;
    this.server = server;
    this.others = others;
    this.reaches = reaches;
    this.views = new SessionViews(clock);
  }

  List<SessionView> sessions(SessionFilter filter, SessionOrder order) {
    TableName table = filter.table();
    Reach reach = table == null ? null : reaches.apply(table);
    return views.inOrder(
        now().stream()
            .filter(session -> reach == null || session.mayTouch(reach))
            .filter(session -> !filter.isOnlyOpen() || session.transaction().state().isOpen()),
        order);
  }

  OthersView others() {
    return others.get();
  }

  /**
   * Sessions in the way of the table at the last look, the oldest transaction first. Nobody waits
   * for an answer here: pages that show runs are read above all when something does not answer.
   */
  List<BlockerView> blockers(TableName table) {
    LoadSnapshot load = observer.latest().load();
    if (load == null) {
      return List.of();
    }
    return Blocker.among(load.sessions(), reaches.apply(table)).stream()
        .limit(BLOCKERS_NAMED_MAX)
        .map(blocker -> view(blocker, load.atNanos()))
        .toList();
  }

  /** What is known of a session; of one that cannot be followed, what the server knows. */
  EndableView endable(long threadId) {
    return proxied(threadId)
        .filter(session -> session.phase() != SessionPhase.OPAQUE)
        .map(views::endable)
        .or(() -> server.find(threadId).map(SessionDesk::endable))
        .orElseThrow(() -> notFound(threadId));
  }

  /** The session that passes the proxy by the server's id for it. */
  Optional<SessionSnapshot> proxied(long threadId) {
    return now().stream().filter(session -> session.serverThreadId() == threadId).findFirst();
  }

  EndableView endable(SessionSnapshot session) {
    return views.endable(session);
  }

  static EndableView endable(ServerSession session) {
    ServerTransaction transaction = session.transaction();
    return new EndableView(
        session.threadId(),
        session.user(),
        session.host(),
        session.program(),
        false,
        session.command().equals("Sleep") ? "" : session.command(),
        transaction == null ? "" : transaction.toString(),
        session.openFor(),
        session.tables(),
        session.protection());
  }

  static OperatorException notFound(long threadId) {
    return new OperatorException(Kind.NOT_FOUND, "session " + threadId + " does not exist");
  }

  private static BlockerView view(Blocker blocker, long nowNanos) {
    TransactionId transaction = blocker.transaction();
    return new BlockerView(
        blocker.session().serverThreadId(),
        transaction == null ? "" : transaction.toString(),
        blocker.text(nowNanos));
  }

  private List<SessionSnapshot> now() {
    try {
      return observer.sessionsNow();
    } catch (SessionsUnknownException e) {
      throw new OperatorException(Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException(Kind.UNAVAILABLE, "interrupted");
    }
  }
}
