package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.lowtide.scheduler.operator.Audit;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AuditApiTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final Audit trail = mock(Audit.class);

  @Test
  void theLastLineSaysThatTheseWereAll() throws Exception {
    reading(
        reader -> {
          reader.accept(new AuditEntry(1, NOON, "ann", "request", "run 1", "aa"));
          reader.accept(new AuditEntry(2, NOON, "bob", "approve", "run 1", "bb"));
        });

    export();

    assertThat(sent.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .last()
        .isEqualTo("{\"end\":true,\"entries\":2,\"hash\":\"bb\"}");
  }

  @Test
  void anAnswerThatBreaksOffHasNone() {
    reading(
        reader -> {
          reader.accept(new AuditEntry(1, NOON, "ann", "request", "run 1", "aa"));
          throw new OperatorException(Kind.UNAVAILABLE, "the store is gone");
        });

    assertThatThrownBy(this::export).hasMessage("the store is gone");

    assertThat(sent.toString(StandardCharsets.UTF_8)).doesNotContain("end");
  }

  private void reading(Consumer<Consumer<AuditEntry>> lines) {
    doAnswer(
            call -> {
              lines.accept(call.getArgument(0));
              return null;
            })
        .when(trail)
        .export(any());
  }

  private void export() throws Exception {
    FakeRoutes routes = new FakeRoutes();
    new AuditApi(trail).route(routes.config(), "");
    routes.call(
        "GET /audit/export", FakeRequest.get(Access.AUDIT_READER).into(new Collected(sent)));
  }

  /** What a server would send. */
  private static final class Collected extends ServletOutputStream {

    private final ByteArrayOutputStream sent;

    Collected(ByteArrayOutputStream sent) {
      this.sent = sent;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      // Nobody writes without waiting.
    }

    @Override
    public void write(int one) {
      sent.write(one);
    }
  }
}
