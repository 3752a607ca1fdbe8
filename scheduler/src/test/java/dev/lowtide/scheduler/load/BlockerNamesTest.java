package dev.lowtide.scheduler.load;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.Reach.Via;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot.Touch;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.activity.XaState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockerNamesTest {

  private static final long NOW = Duration.ofHours(1).toNanos();
  private static final Reach REACH = Reach.of(ORDERS);
  private static final Footprint WRITE = Footprint.of(ORDERS, Access.WRITE);

  @Test
  void aTransactionIsNamedByWhoseItIsItsAgeAndItsLastTouch() {
    SessionSnapshot session = inTransaction(812, secondsAgo(41), new Touch(WRITE, secondsAgo(12)));

    Blocker blocker = new Blocker(session, List.of(REACH));

    assertThat(blocker.text(NOW))
        .isEqualTo("session 812, app@10.0.0.1, open for 41 s, touched shop.orders 12 s ago");
    assertThat(blocker.transaction()).isEqualTo(new TransactionId(new SessionId(1812), 3));
  }

  @Test
  void theLastTouchOfTheTableCountsAndNotOfAnother() {
    SessionSnapshot session =
        inTransaction(
            812,
            secondsAgo(41),
            new Touch(WRITE, secondsAgo(30)),
            new Touch(WRITE, secondsAgo(20)),
            new Touch(Footprint.of(CARTS, Access.WRITE), secondsAgo(2)));

    assertThat(text(session, REACH)).endsWith("touched shop.orders 20 s ago");
  }

  @Test
  void whoeverTouchedOtherTablesIsNotInTheWay() {
    SessionSnapshot session = inTransaction(812, secondsAgo(41), new Touch(WRITE, secondsAgo(12)));

    assertThat(Blocker.among(List.of(session), Reach.of(CARTS))).isEmpty();
    assertThat(Blocker.among(List.of(SessionSnapshots.idle(3)), REACH)).isEmpty();
  }

  @Test
  void aTouchWithoutAMomentIsNamedWithoutOne() {
    SessionSnapshot session =
        SessionSnapshots.inTransaction(7, TransactionState.UNKNOWN, secondsAgo(1), WRITE);

    assertThat(text(session, REACH))
        .isEqualTo("session 7, app@10.0.0.1, open for 1.0 s, touched shop.orders");
  }

  @Test
  void aViewIsNamedAsWhatLeadsThere() {
    TableName view = new TableName("shop", "recent");
    Reach reach =
        new Reach(
            Set.of(ORDERS),
            Set.of(),
            Map.of(view, new Via(Access.READ, Access.WRITE)),
            Map.of(),
            Set.of());
    SessionSnapshot session =
        inTransaction(
            7, secondsAgo(20), new Touch(Footprint.of(view, Access.READ), secondsAgo(11)));

    assertThat(text(session, reach)).endsWith("touched shop.recent, which leads there, 11 s ago");
  }

  @Test
  void routinesAndSchemasAreNamedToo() {
    Footprint touched =
        Footprint.of(RoutineName.procedure("shop", "tidy"))
            .plus(Footprint.ofSchema("shop", Access.WRITE));
    SessionSnapshot session = inTransaction(7, secondsAgo(20), new Touch(touched, secondsAgo(11)));

    assertThat(text(session, REACH)).endsWith("touched all of shop and shop.tidy() 11 s ago");
  }

  @Test
  void whatNobodyKnowsIsSaidSo() {
    SessionSnapshot session =
        inTransaction(7, secondsAgo(20), new Touch(Footprint.UNKNOWN, secondsAgo(11)));

    assertThat(text(session, REACH)).endsWith("touched what nobody can tell 11 s ago");
  }

  @Test
  void whatIsKnownIsNamedBesideIt() {
    SessionSnapshot session =
        inTransaction(7, secondsAgo(20), new Touch(WRITE.plus(Footprint.UNKNOWN), secondsAgo(11)));

    assertThat(text(session, REACH))
        .endsWith("touched shop.orders and what nobody can tell 11 s ago");
  }

  @Test
  void onlySoManyTablesAreNamed() {
    Footprint all =
        Footprint.of(
            Map.of(
                table("a"), Access.READ,
                table("b"), Access.READ,
                table("c"), Access.READ,
                table("d"), Access.READ,
                table("e"), Access.READ));
    SessionSnapshot session = inTransaction(7, secondsAgo(20), new Touch(all, secondsAgo(11)));

    assertThat(text(session, Reach.ofSchema("shop")))
        .endsWith("touched shop.a and shop.b and shop.c and 2 more 11 s ago");
  }

  @Test
  void aStatementAtWorkIsInTheWayWithoutATransaction() {
    SessionSnapshot session =
        SessionSnapshots.session(
            7,
            SessionPhase.READY,
            new CommandSnapshot("SELECT ?", secondsAgo(3), Footprint.of(ORDERS, Access.READ)),
            TransactionSnapshot.NONE);

    Blocker blocker = new Blocker(session, List.of(REACH));

    assertThat(blocker.text(NOW)).isEqualTo("session 7, app@10.0.0.1, at work for 3.0 s");
    assertThat(blocker.transaction()).isNull();
  }

  @Test
  void lockedTablesAndHandlersAreInTheWayWithoutATransaction() {
    SessionSnapshot session = SessionSnapshots.idle(7);

    assertThat(text(with(session, WRITE, Footprint.NONE), REACH))
        .isEqualTo("session 7, app@10.0.0.1, has shop.orders locked by LOCK TABLES");
    assertThat(text(with(session, Footprint.NONE, WRITE), REACH))
        .isEqualTo("session 7, app@10.0.0.1, has shop.orders open by HANDLER");
  }

  @Test
  void aSessionThatCannotBeFollowedIsInEverybodysWay() {
    assertThat(text(SessionSnapshots.opaque(7), REACH))
        .isEqualTo("session 7, app@10.0.0.1, cannot be followed");
  }

  @Test
  void theOldestTransactionComesFirstAndThoseWithoutOneLast() {
    List<SessionSnapshot> sessions =
        List.of(
            SessionSnapshots.opaque(1),
            inTransaction(2, secondsAgo(5), new Touch(WRITE, secondsAgo(1))),
            SessionSnapshots.idle(3),
            inTransaction(4, secondsAgo(50), new Touch(WRITE, secondsAgo(1))));

    assertThat(Blocker.among(sessions, REACH))
        .extracting(blocker -> blocker.session().serverThreadId())
        .containsExactly(4L, 2L, 1L);
  }

  private static String text(SessionSnapshot session, Reach reach) {
    return new Blocker(session, List.of(reach)).text(NOW);
  }

  private static TableName table(String name) {
    return new TableName("shop", name);
  }

  private static long secondsAgo(int seconds) {
    return NOW - Duration.ofSeconds(seconds).toNanos();
  }

  private static SessionSnapshot inTransaction(long threadId, long sinceNanos, Touch... touches) {
    Footprint touched =
        Arrays.stream(touches).map(Touch::footprint).reduce(Footprint.NONE, Footprint::plus);
    return SessionSnapshots.session(
        threadId,
        SessionPhase.READY,
        null,
        new TransactionSnapshot(
            TransactionState.ACTIVE, 3, sinceNanos, touched, null, List.of(touches)));
  }

  private static SessionSnapshot with(
      SessionSnapshot session, Footprint lockedTables, Footprint openHandlers) {
    return new SessionSnapshot(
        session.id(),
        session.phase(),
        session.serverThreadId(),
        session.user(),
        session.clientAddress(),
        session.program(),
        session.schema(),
        session.isEncrypted(),
        session.isHeld(),
        session.commands(),
        session.command(),
        session.transaction(),
        new SessionBelongings(
            XaState.NONE,
            "",
            lockedTables,
            0,
            openHandlers,
            0,
            Set.of(),
            0,
            Footprint.NONE,
            IsolationLevel.SERVER_DEFAULT));
  }
}
