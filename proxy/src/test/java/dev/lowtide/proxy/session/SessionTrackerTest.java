package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static dev.lowtide.proxy.session.Payloads.IN_TRANS;
import static dev.lowtide.proxy.session.Payloads.bytes;
import static dev.lowtide.proxy.session.Payloads.command;
import static dev.lowtide.proxy.session.Payloads.definition;
import static dev.lowtide.proxy.session.Payloads.eof;
import static dev.lowtide.proxy.session.Payloads.err;
import static dev.lowtide.proxy.session.Payloads.ok;
import static dev.lowtide.proxy.session.Payloads.prepareOk;
import static dev.lowtide.proxy.session.Payloads.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.frame.Compression;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.sql.FactsCache;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTrackerTest {

  private static final TableName ORDERS = new TableName("shop", "orders");

  /** CLIENT_CONNECT_WITH_DB is not among them: the schema comes with COM_INIT_DB. */
  private static final long CAPABILITIES = 1 << 9 | 1 << 15;

  private static final long BOTH_COMPRESSIONS = 1 << 5 | 1 << 26;

  private final SessionTracker tracker = newTracker();

  @BeforeEach
  void signIn() {
    tracker.onGreeting(Payloads.greeting(CAPABILITIES));
    tracker.onHandshakeResponse(Payloads.handshakeResponse(CAPABILITIES));
    tracker.onPayload(ok(AUTOCOMMIT));
    send(command(0x02, "shop"));
    tracker.onPayload(ok(AUTOCOMMIT));
  }

  @Test
  void knowsWhoIsThereAndWhere() {
    SessionSnapshot snapshot = tracker.snapshot();

    assertThat(snapshot.phase()).isEqualTo(SessionPhase.READY);
    assertThat(snapshot.serverThreadId()).isEqualTo(4711);
    assertThat(snapshot.user()).isEqualTo("shop");
    assertThat(snapshot.schema()).isEqualTo("shop");
    assertThat(tracker.isIdle()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"32, ZLIB", "67108864, ZSTD", "67108896, ZLIB", "0,"})
  void isCompressedAsAgreedOnceTheClientHasSignedIn(long offered, @Nullable Compression expected) {
    SessionTracker compressed = newTracker();
    compressed.onGreeting(Payloads.greeting(CAPABILITIES | offered));
    compressed.onHandshakeResponse(Payloads.handshakeResponse(CAPABILITIES | BOTH_COMPRESSIONS));
    assertThat(compressed.compression()).isNull();

    compressed.onPayload(ok(AUTOCOMMIT));

    assertThat(compressed.compression()).isEqualTo(expected);
  }

  @Test
  void whatWasJustSentToBePreparedIsExecutedWithoutItsId() {
    send(command(0x16, "UPDATE orders SET v = ?"));

    assertThat(boundary(execution(0x17)).statement().writes(ORDERS)).isTrue();
    assertThat(boundary(execution(0xFA)).statement().writes(ORDERS)).isTrue();
  }

  /** Of the statement that was sent to be prepared last. */
  private static PayloadHead execution(int command) {
    return Payloads.head(0, Payloads.toBytes(command, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1, 0, 0, 0));
  }

  @Test
  void aSecondGreetingDoesNotBringBackASessionThatWasGivenUp() {
    tracker.becomeOpaque("test");

    tracker.onGreeting(Payloads.greeting(CAPABILITIES));

    assertThat(tracker.isOpaque()).isTrue();
  }

  @Test
  void aRefusedDumpOfTheBinaryLogLeavesAnOrdinarySession() {
    send(command(0x12, "...."));
    assertThat(tracker.snapshot().phase()).isEqualTo(SessionPhase.STREAMING);
    tracker.onPayload(err());

    send(query("INSERT INTO orders VALUES (1)"));

    assertThat(tracker.snapshot().phase()).isEqualTo(SessionPhase.READY);
    assertThat(tracker.snapshot().mayTouch(ORDERS)).isTrue();
  }

  @Test
  void eventsOfTheBinaryLogGoOnUntilTheirEof() {
    send(command(0x1E, "...."));
    tracker.onPayload(bytes(0x00, 1, 2, 3));
    tracker.onPayload(bytes(0x00, 4, 5, 6));
    assertThat(tracker.snapshot().phase()).isEqualTo(SessionPhase.STREAMING);

    tracker.onPayload(eof(AUTOCOMMIT));

    assertThat(tracker.snapshot().phase()).isEqualTo(SessionPhase.READY);
  }

  @Test
  void aBareTextSaysNothingOfATransaction() {
    send(query("SET autocommit = 0"));
    tracker.onPayload(ok(0));
    send(query("SELECT * FROM orders"));
    tracker.onPayload(err());
    assertThat(state()).isEqualTo(TransactionState.UNKNOWN);

    send(command(0x09, ""));
    tracker.onPayload(bytes('U', 'p', 't', 'i', 'm', 'e'));

    assertThat(state()).isEqualTo(TransactionState.UNKNOWN);
    assertThat(tracker.snapshot().mayTouch(ORDERS)).isTrue();
  }

  @Test
  void allCommandsInFlightCount() {
    send(command(0x0E, ""));

    send(query("INSERT INTO orders VALUES (1)"));

    assertThat(tracker.snapshot().mayTouch(ORDERS)).isTrue();
    assertThat(Objects.requireNonNull(tracker.snapshot().command()).digest()).isEqualTo("COM_PING");
  }

  @Test
  void moreCommandsThanCanBeFollowedAreNotFollowed() {
    for (int i = 0; i < 10_000; i++) {
      send(command(0x0E, ""));
    }
    assertThat(tracker.isOpaque()).isFalse();

    send(command(0x0E, ""));

    assertThat(tracker.isOpaque()).isTrue();
    assertThat(tracker.snapshot().mayTouch(ORDERS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x21, 0x7F, 0xFF})
  void anUnknownCommandMakesItOpaque(int code) {
    send(command(code, ""));

    assertThat(tracker.isOpaque()).isTrue();
  }

  @Test
  void aReplyWithoutACommandMakesItOpaque() {
    tracker.onPayload(ok(AUTOCOMMIT));

    assertThat(tracker.isOpaque()).isTrue();
  }

  @Test
  void theServersLastWordNeedsNoCommand() {
    tracker.onPayload(err());

    assertThat(tracker.isOpaque()).isFalse();
  }

  @Test
  void anExecutionTouchesWhatWasPreparedUntilItIsClosed() {
    prepare("DELETE FROM orders");

    assertThat(boundary(command(0x17, "\7\0\0\0\0")).statement().writes(ORDERS)).isTrue();
    assertThat(boundary(command(0x17, "\7\0\0\0\0")).statement().isUnknown()).isFalse();
    boundary(command(0x19, "\7\0\0\0"));
    assertThat(boundary(command(0x17, "\7\0\0\0\0")).statement().isUnknown()).isFalse();

    send(command(0x19, "\7\0\0\0"));

    assertThat(boundary(command(0x17, "\7\0\0\0\0")).statement().isUnknown()).isTrue();
  }

  @Test
  void theRowsOfACursorComeWithTheirFetch() {
    prepare("SELECT * FROM orders");
    send(command(0x17, "\7\0\0\0\1"));
    tracker.onPayload(bytes(1));
    tracker.onPayload(definition());
    assertThat(tracker.isAwaitingReply()).isTrue();

    tracker.onPayload(eof(AUTOCOMMIT | Payloads.CURSOR));

    assertThat(tracker.isAwaitingReply()).isFalse();
  }

  @Test
  void isNotIdleInATransaction() {
    send(query("BEGIN"));
    tracker.onPayload(ok(AUTOCOMMIT | IN_TRANS));
    send(query("SELECT * FROM orders"));
    tracker.onPayload(bytes(1));
    tracker.onPayload(definition());
    tracker.onPayload(eof(AUTOCOMMIT | IN_TRANS));

    tracker.onPayload(eof(AUTOCOMMIT | IN_TRANS));

    assertThat(tracker.isAwaitingReply()).isFalse();
    assertThat(tracker.isIdle()).isFalse();
  }

  @Test
  void anotherUserHasNothingOfTheFirst() {
    send(query("BEGIN"));
    tracker.onPayload(ok(AUTOCOMMIT | IN_TRANS));
    send(command(0x11, "ann\0\0stock\0"));
    assertThat(tracker.isExpectingCommand()).isFalse();

    tracker.onPayload(ok(AUTOCOMMIT));

    assertThat(tracker.isExpectingCommand()).isTrue();
    assertThat(tracker.snapshot().user()).isEqualTo("ann");
    assertThat(tracker.snapshot().schema()).isEqualTo("stock");
    assertThat(state()).isEqualTo(TransactionState.NONE);
  }

  @Test
  void aFileOfTheClientsIsNoCommand() {
    send(query("LOAD DATA LOCAL INFILE 'f' INTO TABLE orders"));
    tracker.onPayload(bytes(0xFB, 'f'));
    assertThat(tracker.isExpectingCommand()).isFalse();

    tracker.onClientPayload(bytes('d', 'a', 't', 'a'));
    tracker.onClientPayload(bytes());
    tracker.onPayload(ok(AUTOCOMMIT));

    assertThat(tracker.isExpectingCommand()).isTrue();
    assertThat(tracker.isOpaque()).isFalse();
  }

  private void prepare(String sql) {
    send(command(0x16, sql));
    tracker.onPayload(prepareOk(7, 0, 0));
  }

  private static SessionTracker newTracker() {
    return new SessionTracker(
        new SessionId(1), "client:1", new FactsCache(), new ActivityFeed(100, () -> 7), () -> 7);
  }

  private void send(PayloadHead payload) {
    tracker.onClientPayload(payload);
  }

  private StatementBoundary boundary(PayloadHead payload) {
    return Objects.requireNonNull(tracker.boundary(payload));
  }

  private TransactionState state() {
    return tracker.snapshot().transaction().state();
  }
}
