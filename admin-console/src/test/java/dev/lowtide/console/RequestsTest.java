package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import dev.lowtide.scheduler.shrink.RunId;
import io.javalin.http.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

  private final Context context = FakeRequest.get(Access.VIEWER).context();

  @Test
  void aRunIsNamedByItsNumber() {
    when(context.pathParam("id")).thenReturn("4711");

    assertThat(Requests.runId(context)).isEqualTo(new RunId(4711));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "last", "1.5", "9223372036854775808"})
  void whatIsNoNumberIsNoRun(String id) {
    when(context.pathParam("id")).thenReturn(id);

    assertThatThrownBy(() -> Requests.runId(context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("run: '" + id + "' (expected: its number)");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> Requests.query(context, "table"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table: missing (expected: a query parameter)");
    assertThatThrownBy(() -> Requests.form(context, "why"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("why: missing (expected: a field of the form)");
  }

  @Test
  void whatIsThereIsTakenAsItIs() {
    when(context.queryParam("table")).thenReturn(" a.b ");
    when(context.formParam("why")).thenReturn("");

    assertThat(Requests.query(context, "table")).isEqualTo(" a.b ");
    assertThat(Requests.form(context, "why")).isEmpty();
  }
}
