package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.scheduler.ending.ServerEnding;
import dev.lowtide.scheduler.ending.ServerSession;
import dev.lowtide.scheduler.ending.ServerTransaction;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.load.SessionSnapshots;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.EndedView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.OthersView;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndDeskTest {

  private static final long NANOS = Duration.ofHours(1).toNanos();
  private static final String SEEN = "s1812.3";
  private static final SessionSnapshot IDLE_IN_TRANSACTION = session(3, null);

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final FakeServerSessions server = new FakeServerSessions();
  private final List<TransactionId> askedOfProxy = new ArrayList<>();
  private List<SessionSnapshot> sessions = List.of(IDLE_IN_TRANSACTION);
  private Ending ending = new Ending.Ended(IDLE_IN_TRANSACTION);

  private final SessionDesk sessionDesk =
      new SessionDesk(
          new Observer(
              new ActivityFeed(2, () -> NANOS),
              () -> CompletableFuture.completedFuture(sessions),
              new FakeProbe(),
              new QuietDetector(QuietPolicy.DEFAULT),
              Duration.ofSeconds(5),
              () -> NANOS),
          server,
          () -> new OthersView(List.of(), List.of(), ""),
          Reach::of,
          () -> NANOS);
  private final EndDesk desk =
      new EndDesk(
          sessionDesk,
          transaction -> {
            askedOfProxy.add(transaction);
            return CompletableFuture.completedFuture(ending);
          },
          server,
          journal,
          new SettableClock(NOW));

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aSessionThatPassesTheProxyIsEndedThere() {
    EndedView ended = desk.end(812, SEEN, "ann");

    assertThat(askedOfProxy).containsExactly(TransactionId.parse(SEEN));
    assertThat(server.asked).isEmpty();
    assertThat(ended.session().threadId()).isEqualTo(812);
    assertThat(ended.text())
        .isEqualTo(
            "ended session 812, app@10.0.0.1:4711, shop, open for 41 s, shop.orders w;"
                + " the server rolls back what was not committed");
  }

  @Test
  void whoEndedWhatStandsInTheAuditTrailBeforeAndAfter() {
    desk.end(812, SEEN, "ann");

    assertThat(journal.audit())
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly(
            tuple(
                "ann",
                "end session",
                "ended session 812, app@10.0.0.1:4711, shop, open for 41 s, shop.orders w;"
                    + " the server rolls back what was not committed"),
            tuple(
                "ann",
                "end session",
                "asks to end session 812, app@10.0.0.1:4711, shop, open for 41 s,"
                    + " shop.orders w; transaction s1812.3"));
  }

  @Test
  void whatCannotBeWrittenDownIsNotDone() {
    store.close();

    assertThatThrownBy(() -> desk.end(812, SEEN, "ann")).isInstanceOf(RuntimeException.class);

    assertThat(askedOfProxy).isEmpty();
  }

  @Test
  void aTransactionThatIsOverIsRefusedWithWhatIsNow() {
    ending = new Ending.Changed(SessionSnapshots.idle(812));

    assertThat(refused(() -> desk.end(812, SEEN, "ann")))
        .hasMessage("session 812 has no transaction open any more; nothing was ended");
    assertThat(journal.audit().get(0).text())
        .isEqualTo("not ended: session 812 has no transaction open any more; nothing was ended");
  }

  @Test
  void theNextTransactionIsRefusedAndNamed() {
    ending = new Ending.Changed(session(4, new CommandSnapshot("SELECT ?", NANOS, Footprint.NONE)));

    assertThat(refused(() -> desk.end(812, SEEN, "ann")))
        .hasMessage(
            "session 812 is in another transaction than s1812.3: s1812.4, open for 41 s,"
                + " at work on SELECT ?; nothing was ended");
  }

  @Test
  void aSessionThatEndedByItselfIsSaidSo() {
    ending = new Ending.Gone();

    assertThat(refused(() -> desk.end(812, SEEN, "ann")))
        .hasMessage("session 812 has ended; nothing was ended");
  }

  /** A server that was restarted counts from the beginning. */
  @Test
  void anotherSessionWithTheSameThreadIdIsNotEnded() {
    assertThat(refused(() -> desk.end(812, "s77.3", "ann")))
        .hasMessage("session 812 is not the one of transaction s77.3; nothing was ended");
    assertThat(askedOfProxy).isEmpty();
  }

  @Test
  void aStatementAtWorkIsKilledByItsThreadId() {
    ending = new Ending.Ended(session(3, command()));
    server.ending = new ServerEnding.Ended(atServer(""));

    assertThat(desk.end(812, SEEN, "ann").text())
        .endsWith("its statement was killed, and the server rolls back what was not committed");
    assertThat(server.asked).containsExactly("812 of app");
  }

  @Test
  void aStatementThatMayNotBeKilledGoesOnAndIsSaidSo() {
    ending = new Ending.Ended(session(3, command()));
    server.ending = new ServerEnding.Refused("GRANT this");

    assertThat(desk.end(812, SEEN, "ann").text())
        .endsWith(
            "; its statement goes on at the server until it next looks at its connection, and is"
                + " rolled back then: GRANT this");
  }

  @Test
  void aServerThatDoesNotAnswerDoesNotUndoTheEnd() {
    ending = new Ending.Ended(session(3, command()));
    server.failure = new TargetException("target db:3306 does not answer");

    assertThat(desk.end(812, SEEN, "ann").text()).endsWith("target db:3306 does not answer");
  }

  @Test
  void aSessionThatBypassesTheProxyIsEndedAtTheServer() {
    sessions = List.of();
    server.session = atServer("");
    server.ending = new ServerEnding.Ended(atServer(""));

    EndedView ended = desk.end(4711, "99.7", "ann");

    assertThat(server.asked).containsExactly("4711 99.7");
    assertThat(askedOfProxy).isEmpty();
    assertThat(ended.text())
        .isEqualTo(
            "ended session 4711, batch@10.0.0.9, mysqldump, open for 90 s,"
                + " shop.orders SHARED_READ; the server rolls back what was not committed");
  }

  @Test
  void whatTheServerRefusesIsRefusedInItsWords() {
    sessions = List.of();
    server.session = atServer("");
    server.ending = new ServerEnding.Refused("session 4711 feeds a replica");

    assertThat(refused(() -> desk.end(4711, "99.7", "ann")))
        .hasMessage("session 4711 feeds a replica");
  }

  @Test
  void aBypassingSessionsNextTransactionIsRefused() {
    sessions = List.of();
    server.session = atServer("");
    server.ending = new ServerEnding.Changed(atServer(""));

    assertThat(refused(() -> desk.end(4711, "98.1", "ann")))
        .hasMessage(
            "session 4711 is in another transaction than 98.1: 99.7, open for 90 s;"
                + " nothing was ended");
  }

  @Test
  void aTransactionThatIsNoneIsBadInput() {
    assertThatThrownBy(() -> desk.end(812, "all of them", "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "transaction: 'all of them' (expected: as the sessions show it, such as s17.3, or a"
                + " trx_id)");
    assertThat(journal.audit()).isEmpty();
  }

  @Test
  void aSessionThatIsNotThereIsNotFound() {
    OperatorException no =
        catchThrowableOfType(OperatorException.class, () -> desk.end(5, SEEN, "ann"));

    assertThat(no.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(no).hasMessage("session 5 does not exist");
  }

  private static OperatorException refused(ThrowingCallable decision) {
    OperatorException no = catchThrowableOfType(OperatorException.class, decision);
    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    return no;
  }

  private static CommandSnapshot command() {
    return new CommandSnapshot("UPDATE orders SET a = ?", NANOS, Footprint.NONE);
  }

  private static SessionSnapshot session(long number, @Nullable CommandSnapshot command) {
    return SessionSnapshots.session(
        812,
        SessionPhase.READY,
        command,
        new TransactionSnapshot(
            TransactionState.ACTIVE,
            number,
            NANOS - Duration.ofSeconds(41).toNanos(),
            Footprint.of(ORDERS, Access.WRITE),
            null,
            List.of()));
  }

  private static ServerSession atServer(String protection) {
    return new ServerSession(
        4711,
        "batch",
        "10.0.0.9",
        "mysqldump",
        "Sleep",
        new ServerTransaction(99, 7),
        Duration.ofSeconds(90),
        List.of("shop.orders SHARED_READ"),
        protection);
  }
}
