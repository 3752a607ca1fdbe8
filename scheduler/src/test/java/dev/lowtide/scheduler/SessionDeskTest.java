package dev.lowtide.scheduler;

import static dev.lowtide.proxy.activity.TransactionSnapshot.NONE;
import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot.Touch;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.activity.XaState;
import dev.lowtide.scheduler.ending.ServerSession;
import dev.lowtide.scheduler.ending.ServerTransaction;
import dev.lowtide.scheduler.load.SessionSnapshots;
import dev.lowtide.scheduler.operator.BypassingView;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.OrphanView;
import dev.lowtide.scheduler.operator.OthersView;
import dev.lowtide.scheduler.operator.SessionFilter;
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.operator.TouchView;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionDeskTest {

  private static final long NANOS = Duration.ofHours(1).toNanos();
  private static final Footprint WRITE = Footprint.of(ORDERS, Access.WRITE);

  private final FakeServerSessions server = new FakeServerSessions();
  private List<SessionSnapshot> sessions = List.of();
  private OthersView others = new OthersView(List.of(), List.of(), "");

  @Test
  void theOldestTransactionComesFirst() {
    sessions =
        List.of(
            SessionSnapshots.idle(1),
            open(2, 5, WRITE),
            open(3, 50, WRITE),
            SessionSnapshots.idle(0));

    assertThat(ids(SessionFilter.ALL)).containsExactly(3L, 2L, 0L, 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSACTION, 2 1 3 4",
    "STATEMENT, 3 2 1 4",
    "USER, 2 3 1 4",
    "SESSION, 1 2 3 4",
    "TABLES, 1 2 3 4",
    "COMMANDS, 3 1 2 4"
  })
  void comeInTheOrderThatIsAskedFor(SessionOrder order, String ids) {
    Footprint two = WRITE.plus(Footprint.of(CARTS, Access.READ));
    sessions =
        List.of(
            session(4, "dora", NONE, null, 0),
            session(3, "bob", NONE, 7, 90),
            session(2, "ann", transaction(9, WRITE), 1, 10),
            session(1, "carl", transaction(5, two), null, 40));

    assertThat(desk().sessions(SessionFilter.ALL, order))
        .extracting(view -> String.valueOf(view.serverThreadId()))
        .containsExactly(ids.split(" ", -1));
  }

  @Test
  void whatIsLockedBeyondATransactionCountsAmongTheTables() {
    sessions =
        List.of(
            SessionSnapshots.idle(0),
            keeping(
                new SessionBelongings(
                    XaState.NONE,
                    "",
                    WRITE,
                    0,
                    Footprint.NONE,
                    0,
                    Set.of(),
                    0,
                    Footprint.NONE,
                    IsolationLevel.SERVER_DEFAULT)));

    assertThat(desk().sessions(SessionFilter.ALL, SessionOrder.TABLES))
        .extracting(SessionView::serverThreadId)
        .containsExactly(1L, 0L);
  }

  @Test
  void onlyThoseWithAnOpenTransactionOrOnATableIfAsked() {
    sessions =
        List.of(
            SessionSnapshots.idle(1),
            open(2, 5, WRITE),
            open(3, 5, Footprint.of(CARTS, Access.READ)),
            SessionSnapshots.opaque(4));

    assertThat(ids(new SessionFilter(null, true))).containsExactly(2L, 3L);
    assertThat(ids(new SessionFilter(ORDERS, false))).containsExactly(2L, 4L);
    assertThat(ids(new SessionFilter(ORDERS, true))).containsExactly(2L);
  }

  @Test
  void showsWhatWasTouchedWhenAndTheReadView() {
    sessions =
        List.of(
            SessionSnapshots.session(
                812,
                SessionPhase.READY,
                null,
                new TransactionSnapshot(
                    TransactionState.ACTIVE,
                    3,
                    secondsAgo(41),
                    WRITE.plus(Footprint.of(CARTS, Access.READ)),
                    secondsAgo(40),
                    List.of(
                        new Touch(WRITE, secondsAgo(12)),
                        new Touch(Footprint.of(CARTS, Access.READ), secondsAgo(2))))));

    SessionView view = desk().sessions(SessionFilter.ALL, SessionOrder.TRANSACTION).get(0);

    assertThat(view.transactionId()).isEqualTo("s1812.3");
    assertThat(view.tables()).containsExactly("shop.carts r", "shop.orders w");
    assertThat(view.touches())
        .containsExactly(
            new TouchView(List.of("shop.carts r"), Duration.ofSeconds(2)),
            new TouchView(List.of("shop.orders w"), Duration.ofSeconds(12)));
    assertThat(view.readViewFor()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void showsWhatASessionKeeps() {
    Footprint routine = Footprint.of(RoutineName.procedure("shop", "tidy"));
    sessions =
        List.of(
            keeping(
                new SessionBelongings(
                    XaState.IDLE,
                    "'x'",
                    WRITE,
                    2,
                    Footprint.ofSchema("shop", Access.READ),
                    1,
                    Set.of(CARTS),
                    3,
                    routine.plus(Footprint.UNKNOWN),
                    IsolationLevel.SERIALIZABLE)));

    SessionView view = desk().sessions(SessionFilter.ALL, SessionOrder.TRANSACTION).get(0);

    assertThat(view.kept().words())
        .containsExactly(
            "XA transaction 'x' IDLE",
            "LOCK TABLES shop.orders w",
            "2 user locks",
            "HANDLER shop.* r",
            "1 open cursor",
            "temporary shop.carts",
            "3 prepared statements");
    assertThat(view.kept().preparedTables()).containsExactly("what nobody can tell");
    assertThat(view.isolation()).isEqualTo("SERIALIZABLE");
  }

  @Test
  void aSessionThatKeepsNothingHasNoWords() {
    sessions = List.of(SessionSnapshots.idle(1));

    assertThat(desk().sessions(SessionFilter.ALL, SessionOrder.TRANSACTION).get(0).kept().words())
        .isEmpty();
  }

  @Test
  void aSessionThatCannotBeFollowedIsShownAsTheServerHasIt() {
    sessions = List.of(SessionSnapshots.opaque(812));
    server.session =
        new ServerSession(
            812,
            "app",
            "10.0.0.1",
            "shop",
            "Sleep",
            new ServerTransaction(99, 7),
            Duration.ofSeconds(9),
            List.of("shop.orders SHARED_WRITE"),
            "");

    EndableView view = desk().endable(812);

    assertThat(view.isProxied()).isFalse();
    assertThat(view.command()).isEmpty();
    assertThat(view.transaction()).isEqualTo("99.7");
    assertThat(view.mayBeEnded()).isTrue();
  }

  @Test
  void whatIsProtectedMayNotBeEnded() {
    server.session =
        new ServerSession(
            5, "repl", "10.0.0.2", "", "Binlog Dump", null, null, List.of(), "it feeds a replica");

    EndableView view = desk().endable(5);

    assertThat(view.mayBeEnded()).isFalse();
    assertThat(view.protection()).isEqualTo("it feeds a replica");
    assertThat(view.command()).isEqualTo("Binlog Dump");
  }

  @Test
  void othersAreShownBeside() {
    BypassingView bypassing = new BypassingView(4711, "batch", "10.0.0.9", "", null, "", List.of());
    OrphanView orphan =
        new OrphanView(812, "app", "10.0.0.1:4711", Duration.ofSeconds(3), "SELECT ?");
    others = new OthersView(List.of(bypassing), List.of(orphan), "");

    assertThat(desk().others().bypassing()).containsExactly(bypassing);
    assertThat(desk().others().orphans()).containsExactly(orphan);
    assertThat(desk().others().isNone()).isFalse();
  }

  private List<Long> ids(SessionFilter filter) {
    return desk().sessions(filter, SessionOrder.TRANSACTION).stream()
        .map(SessionView::serverThreadId)
        .toList();
  }

  private SessionDesk desk() {
    Observer observer =
        new Observer(
            new ActivityFeed(2, () -> NANOS),
            () -> CompletableFuture.completedFuture(sessions),
            new FakeProbe(),
            new QuietDetector(QuietPolicy.DEFAULT),
            Duration.ofSeconds(5),
            () -> NANOS);
    return new SessionDesk(observer, server, () -> others, Reach::of, () -> NANOS);
  }

  private static SessionSnapshot open(long threadId, int seconds, Footprint touched) {
    return SessionSnapshots.inTransaction(
        threadId, TransactionState.ACTIVE, secondsAgo(seconds), touched);
  }

  private static SessionSnapshot session(
      long threadId,
      String user,
      TransactionSnapshot transaction,
      @Nullable Integer atWorkSeconds,
      long commands) {
    SessionSnapshot idle = SessionSnapshots.idle(threadId);
    return new SessionSnapshot(
        idle.id(),
        idle.phase(),
        threadId,
        user,
        idle.clientAddress(),
        idle.program(),
        idle.schema(),
        idle.isEncrypted(),
        idle.isHeld(),
        commands,
        atWorkSeconds == null
            ? null
            : new CommandSnapshot("SELECT ?", secondsAgo(atWorkSeconds), Footprint.NONE),
        transaction,
        idle.belongings());
  }

  private static TransactionSnapshot transaction(int seconds, Footprint touched) {
    return new TransactionSnapshot(
        TransactionState.ACTIVE, 1, secondsAgo(seconds), touched, null, List.of());
  }

  private static SessionSnapshot keeping(SessionBelongings belongings) {
    SessionSnapshot idle = SessionSnapshots.idle(1);
    return new SessionSnapshot(
        idle.id(),
        idle.phase(),
        idle.serverThreadId(),
        idle.user(),
        idle.clientAddress(),
        idle.program(),
        idle.schema(),
        idle.isEncrypted(),
        idle.isHeld(),
        idle.commands(),
        idle.command(),
        idle.transaction(),
        belongings);
  }

  private static long secondsAgo(int seconds) {
    return NANOS - Duration.ofSeconds(seconds).toNanos();
  }
}
