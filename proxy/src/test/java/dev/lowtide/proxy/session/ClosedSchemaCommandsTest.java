package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static dev.lowtide.proxy.session.Payloads.command;
import static dev.lowtide.proxy.session.Payloads.head;
import static dev.lowtide.proxy.session.Payloads.join;
import static dev.lowtide.proxy.session.Payloads.ok;
import static dev.lowtide.proxy.session.Payloads.prepareOk;
import static dev.lowtide.proxy.session.Payloads.query;
import static dev.lowtide.proxy.session.Payloads.toBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.sql.ClosedSchemas;
import dev.lowtide.proxy.sql.FactsCache;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that name a closed schema are told, and the session is as if they had not come. */
class ClosedSchemaCommandsTest {

  private static final int COM_QUERY = 0x03;
  private static final int COM_STMT_PREPARE = 0x16;
  private static final long CAPABILITIES = 0x00080000L | 0x00008000L | 0x00000200L;

  private final SessionTracker tracker =
      new SessionTracker(
          new SessionId(1),
          "client:1",
          new FactsCache(new ClosedSchemas(List.of("lowtide"))),
          new ActivityFeed(100, () -> 7),
          () -> 7);

  @BeforeEach
  void signIn() {
    tracker.onGreeting(Payloads.greeting(CAPABILITIES));
    tracker.onHandshakeResponse(Payloads.handshakeResponse(CAPABILITIES));
    tracker.onPayload(ok(AUTOCOMMIT));
  }

  /** COM_INIT_DB, COM_CREATE_DB, COM_DROP_DB. */
  @ParameterizedTest
  @ValueSource(ints = {0x02, 0x05, 0x06})
  void schemasAreNamedByCommandsToo(int code) {
    assertThat(tracker.onClientPayload(command(code, "shop"))).isNull();
    tracker.onPayload(ok(AUTOCOMMIT));

    assertThat(tracker.onClientPayload(command(code, "LOWTIDE"))).isEqualTo("LOWTIDE");
  }

  @ParameterizedTest
  @ValueSource(ints = {COM_QUERY, COM_STMT_PREPARE})
  void aRefusedTextLeavesNothingBehind(int code) {
    tracker.onClientPayload(query("BEGIN"));
    tracker.onPayload(ok(AUTOCOMMIT | Payloads.IN_TRANS));
    long count = tracker.snapshot().commands();

    assertThat(tracker.onClientPayload(command(code, "SELECT * FROM lowtide.copy")))
        .isEqualTo("lowtide");

    assertThat(tracker.isAwaitingReply()).isFalse();
    assertThat(tracker.snapshot().commands()).isEqualTo(count);
    assertThat(tracker.snapshot().transaction().state().isOpen()).isTrue();
  }

  @Test
  void whatWasPreparedLastIsNotWhatWasPreparedBeforeTheRefusal() {
    tracker.onClientPayload(command(COM_STMT_PREPARE, "SELECT 1"));
    tracker.onPayload(prepareOk(1, 0, 0));
    assertThat(tracker.onClientPayload(executeLast())).isNull();
    tracker.onPayload(ok(AUTOCOMMIT));

    tracker.onClientPayload(command(COM_STMT_PREPARE, "SELECT * FROM lowtide.copy"));

    assertThat(tracker.onClientPayload(executeLast())).isEqualTo("lowtide");
  }

  private static PayloadHead executeLast() {
    return head(0, join(toBytes(0x17), toBytes(0xFF, 0xFF, 0xFF, 0xFF, 0, 1, 0, 0, 0)));
  }
}
