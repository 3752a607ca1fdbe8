package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

  /** One of each kind. */
  public record Facts(
      RunId id,
      TableName table,
      ByteSize size,
      Duration longest,
      Instant at,
      RunState state,
      @Nullable String missing) {

    /** Can be asked, but is no fact of its own. */
    public boolean isLarge() {
      return true;
    }
  }

  @Test
  void factsAreWrittenForProgramsInPlainUnits() {
    FakeRequest request = FakeRequest.get(Access.VIEWER);
    Facts facts =
        new Facts(
            new RunId(7),
            TableName.parse("shop.orders"),
            ByteSize.ofMebibytes(64),
            Duration.ofMillis(1500),
            Instant.parse("2026-01-02T03:04:05.678Z"),
            RunState.CUTTING_OVER,
            null);

    Json.answer(request.context(), facts);

    assertThat(request.contentType()).isEqualTo("application/json");
    assertThat(request.body())
        .isEqualTo(
            "{\"id\":7,\"table\":\"shop.orders\",\"size\":67108864,\"longest\":\"PT1.5S\","
                + "\"at\":\"2026-01-02T03:04:05.678Z\",\"state\":\"CUTTING_OVER\"}");
  }

  @Test
  void aBodyOfNullIsRefused() {
    FakeRequest request = FakeRequest.post(Access.OPERATOR).body("null");

    assertThatThrownBy(() -> Json.read(request.context(), Facts.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("body: null (expected: a JSON object)");
  }
}
