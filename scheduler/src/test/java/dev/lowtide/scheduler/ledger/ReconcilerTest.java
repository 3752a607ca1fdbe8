package dev.lowtide.scheduler.ledger;

import static dev.lowtide.proxy.activity.Access.READ;
import static dev.lowtide.scheduler.ledger.Shop.table;
import static dev.lowtide.scheduler.ledger.Truths.idle;
import static dev.lowtide.scheduler.ledger.Truths.inTransaction;
import static dev.lowtide.scheduler.ledger.Truths.reading;
import static dev.lowtide.scheduler.ledger.Truths.truth;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.ledger.Difference.Kind;
import dev.lowtide.scheduler.load.SessionSnapshots;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

  private static final SessionSnapshot KNOWS_OF_NOTHING = SessionSnapshots.idle(5);
  private static final ServerSession HOLDS_A_LOCK = idle(5, reading(table("t")));

  private long nanos = Duration.ofHours(1).toNanos();
  private final Shop shop = new Shop();
  private final EndedSessions ended = new EndedSessions();
  private final Deque<List<SessionSnapshot>> answers = new ArrayDeque<>();
  private List<SessionSnapshot> sessions = List.of();
  private ServerLedger server = Truths::truth;
  private final Reconciler reconciler =
      new Reconciler(
          this::answer,
          () -> server.ask(),
          new Dependencies(shop, shop, () -> nanos),
          ended,
          () -> nanos);

  @Test
  void isBlindAtFirst() {
    assertThat(reconciler.latest().blindness()).isEqualTo("nothing has been compared yet");
  }

  @Test
  void comparesWhoDidNothingMeanwhile() throws Exception {
    sessions = List.of(KNOWS_OF_NOTHING);
    server = () -> truth(HOLDS_A_LOCK);

    Reconciliation found = reconciler.reconcile();

    assertThat(found.compared()).isEqualTo(1);
    assertThat(found.differences()).extracting(Difference::kind).containsExactly(Kind.MISSED);
    assertThat(reconciler.latest()).isSameAs(found);
  }

  @Test
  void whoHasACommandInFlightBeforeOrAfterIsNotCompared() throws Exception {
    SessionSnapshot busy = SessionSnapshots.inCommand(5, Footprint.of(table("t"), READ));
    server = () -> truth(HOLDS_A_LOCK);
    answers.add(List.of(busy));
    sessions = List.of(KNOWS_OF_NOTHING);

    Reconciliation found = reconciler.reconcile();

    assertThat(found.differences()).isEmpty();
    assertThat(found.moving()).isEqualTo(1);
    answers.add(List.of(KNOWS_OF_NOTHING));
    sessions = List.of(busy);
    assertThat(reconciler.reconcile().differences()).isEmpty();
  }

  @Test
  void whoSentACommandInBetweenIsNotCompared() throws Exception {
    answers.add(List.of(KNOWS_OF_NOTHING));
    sessions = List.of(withCommands(KNOWS_OF_NOTHING, KNOWS_OF_NOTHING.commands() + 1));
    server = () -> truth(HOLDS_A_LOCK);

    assertThat(reconciler.reconcile().differences()).isEmpty();
  }

  @Test
  void whoCameOrWentInBetweenNeitherDiffersNorBypasses() throws Exception {
    server = () -> truth(HOLDS_A_LOCK);
    answers.add(List.of());
    answers.add(List.of(KNOWS_OF_NOTHING));
    Reconciliation came = reconciler.reconcile();
    answers.add(List.of(KNOWS_OF_NOTHING));
    answers.add(List.of());
    Reconciliation went = reconciler.reconcile();

    assertThat(came.differences()).isEmpty();
    assertThat(came.bypassing()).isEmpty();
    assertThat(went.differences()).isEmpty();
    assertThat(went.bypassing()).isEmpty();
    assertThat(went.orphans()).isEmpty();
  }

  @Test
  void aDifferenceIsCountedOnceHoweverLongItLasts() throws Exception {
    sessions = List.of(KNOWS_OF_NOTHING);
    server = () -> truth(HOLDS_A_LOCK);
    reconciler.reconcile();
    reconciler.reconcile();
    assertThat(reconciler.latest().count(Kind.MISSED)).isEqualTo(1);

    server = () -> truth(idle(5));
    reconciler.reconcile();
    assertThat(reconciler.latest().differences()).isEmpty();
    server = () -> truth(HOLDS_A_LOCK);
    reconciler.reconcile();

    assertThat(reconciler.latest().count(Kind.MISSED)).isEqualTo(2);
  }

  @Test
  void aViewMadeJustNowIsNoDifference() throws Exception {
    sessions =
        List.of(
            SessionSnapshots.inTransaction(
                5, TransactionState.ACTIVE, 0, Footprint.of(table("v"), READ)));
    server = () -> truth(inTransaction(5, reading(table("v"))));
    reconciler.reconcile();
    shop.view("v", "t");
    server = () -> truth(inTransaction(5, reading(table("v")), reading(table("t"))));

    assertThat(reconciler.reconcile().differences()).isEmpty();
  }

  @Test
  void whoDoesNotPassTheProxyBypassesIt() throws Exception {
    sessions = List.of(KNOWS_OF_NOTHING);
    server = () -> truth(idle(5), inTransaction(9, reading(table("t"))));

    assertThat(reconciler.reconcile().bypassing())
        .containsExactly(inTransaction(9, reading(table("t"))));
  }

  @Test
  void aSessionThatGoesOnWithoutItsClientIsAnOrphan() throws Exception {
    server = () -> truth(HOLDS_A_LOCK);
    ended.onSessionClosed(new SessionClosed(new SessionId(1), nanos, 5));
    nanos += Duration.ofMillis(100).toNanos() - 1;
    assertThat(reconciler.reconcile().orphans()).isEmpty();
    assertThat(reconciler.latest().bypassing()).isEmpty();

    nanos++;

    assertThat(reconciler.reconcile().orphans())
        .containsExactly(new Orphan(HOLDS_A_LOCK, Duration.ofMillis(100)));
    assertThat(reconciler.latest().bypassing()).isEmpty();
  }

  @Test
  void anOrphanThatIsGoneIsForgotten() throws Exception {
    ended.onSessionClosed(new SessionClosed(new SessionId(1), nanos, 5));
    nanos += Duration.ofSeconds(1).toNanos();

    assertThat(reconciler.reconcile().orphans()).isEmpty();

    assertThat(ended.isEmpty()).isTrue();
  }

  @Test
  void anEndThatTheFeedLostShowsInWhoIsMissing() throws Exception {
    server = () -> truth(HOLDS_A_LOCK);
    sessions = List.of(KNOWS_OF_NOTHING);
    reconciler.reconcile();
    sessions = List.of();
    reconciler.reconcile();
    nanos += Duration.ofSeconds(1).toNanos();

    assertThat(reconciler.reconcile().orphans()).hasSize(1);
  }

  @Test
  void afterTheServersRestartItsThreadsAreOthers() throws Exception {
    server = () -> truth(idle(5));
    sessions = List.of(KNOWS_OF_NOTHING);
    reconciler.reconcile();
    SessionClosed close = new SessionClosed(new SessionId(1), nanos, 6);
    ended.onSessionClosed(new SessionClosed(new SessionId(1), nanos, 5));
    nanos += Duration.ofSeconds(9).toNanos();
    sessions = List.of();
    server =
        () ->
            new ServerTruth(
                Truths.STARTED.plusSeconds(8),
                List.of(idle(5), idle(6)),
                List.of(),
                PreparedXa.NONE);

    assertThat(reconciler.reconcile().bypassing()).hasSize(2);
    ended.onSessionClosed(close);

    assertThat(reconciler.reconcile().orphans()).isEmpty();
    assertThat(reconciler.latest().bypassing()).hasSize(2);
  }

  @Test
  void isBlindWhenTheServerCannotBeAsked() throws Exception {
    server =
        () -> {
          throw new LedgerBlindException("the server cannot be asked: gone");
        };

    assertThat(reconciler.reconcile().isBlind()).isTrue();
    assertThat(reconciler.latest().blindness()).isEqualTo("the server cannot be asked: gone");
  }

  @Test
  void isBlindWhenTheDictionaryCannotBeRead() throws Exception {
    shop.failure = "the dictionary cannot be read";

    assertThat(reconciler.reconcile().blindness()).isEqualTo("the dictionary cannot be read");
  }

  @Test
  void isBlindWhenTheProxyDoesNotAnswer() throws Exception {
    Reconciler waiting =
        new Reconciler(
            () -> {
              throw new SessionsUnknownException("the proxy did not answer");
            },
            Truths::truth,
            new Dependencies(shop, shop, () -> nanos),
            ended,
            () -> nanos);

    assertThat(waiting.reconcile().blindness()).isEqualTo("the proxy did not answer");
  }

  @Test
  void afterBlindnessTheCountsGoOn() throws Exception {
    sessions = List.of(KNOWS_OF_NOTHING);
    server = () -> truth(HOLDS_A_LOCK);
    reconciler.reconcile();
    shop.failure = "gone";
    nanos += Duration.ofMinutes(1).toNanos();

    assertThat(reconciler.reconcile().count(Kind.MISSED)).isEqualTo(1);
  }

  @Test
  void remembersAsManyEndsAsMayComeInTwoSeconds() {
    for (int thread = 1; thread <= 10_001; thread++) {
      ended.onSessionClosed(new SessionClosed(new SessionId(thread), nanos, thread));
    }

    assertThat(ended.all()).hasSize(10_000).doesNotContainKey(1L).containsKey(10_001L);
  }

  private List<SessionSnapshot> answer() {
    return answers.isEmpty() ? sessions : answers.remove();
  }

  private static SessionSnapshot withCommands(SessionSnapshot of, long commands) {
    return new SessionSnapshot(
        of.id(),
        of.phase(),
        of.serverThreadId(),
        of.user(),
        of.clientAddress(),
        of.program(),
        of.schema(),
        of.isEncrypted(),
        of.isHeld(),
        commands,
        null,
        TransactionSnapshot.NONE,
        of.belongings());
  }
}
