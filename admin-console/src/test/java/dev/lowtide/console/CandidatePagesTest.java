package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.SurveyView;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.IoCost;
import dev.lowtide.scheduler.shrink.Night;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Tablespace;
import dev.lowtide.scheduler.shrink.Work;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CandidatePagesTest {

  private static final Person ANN = new Person("ann", Role.VIEWER);
  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

  private final Operator operator = mock(Operator.class);

  @BeforeEach
  void aTable() {
    when(operator.candidates(anyBoolean())).thenReturn(List.of(candidate("refills in 9 d")));
    when(operator.survey()).thenReturn(new SurveyView(3, 1, "shop.orders", NOW));
    when(operator.night(any()))
        .thenReturn(
            new Night(
                Duration.ofHours(6),
                List.of(
                    new Night.Slot(
                        new Night.Task("shop.orders", estimate(), 7, "proposed"),
                        Duration.ZERO,
                        ByteSize.ofMebibytes(30))),
                List.of(
                    new Night.Left(
                        new Night.Task("shop.carts", estimate(), 0, ""), "no time: too long")),
                ByteSize.ofMebibytes(1000)));
  }

  @Test
  void showsWhatIsPromisedAndWhatItRestsOn() throws Exception {
    assertThat(page(Map.of()))
        .contains("41.0 MiB ± 1.0 MiB", "25 min ± 8 min", "refills in about 9 d")
        .contains("from files on 2026-03-01 02:00:00 UTC, 7.0 MiB read: pages")
        .contains("3 tables are measured, 1 due, now shop.orders")
        .doesNotContain("Why not");
  }

  @Test
  void showsWhyOthersAreNotProposed() throws Exception {
    assertThat(page(Map.of("all", "true"))).contains("Why not", "refills in 9 d");
    verify(operator).candidates(true);
  }

  @Test
  void showsWhatFitsIntoANightAndWhatDoesNot() throws Exception {
    assertThat(page(Map.of("for", "90m"))).contains("/runs/7", "shop.carts: no time: too long");
    verify(operator).night(Duration.ofMinutes(90));
  }

  @Test
  void aNightWithNothingInItSaysSo() throws Exception {
    when(operator.night(any()))
        .thenReturn(
            new Night(Duration.ofHours(6), List.of(), List.of(), ByteSize.ofMebibytes(1000)));

    assertThat(page(Map.of())).contains("nothing is proposed").doesNotContain("given back");
  }

  @Test
  void whatIsNoNightIsRefused() {
    assertThatThrownBy(() -> page(Map.of("for", "soon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("for: 'soon' (expected: a number with m, h or d)");
    assertThatThrownBy(() -> page(Map.of("all", "maybe")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("all: 'maybe' (expected: true or false)");
  }

  private String page(Map<String, String> given) throws Exception {
    FakeRoutes routes = new FakeRoutes();
    new CandidatePages(operator, new Templates("1.0")).route(routes.config());
    FakeRequest request = new FakeRequest(HandlerType.GET, "/candidates", Access.VIEWER).by(ANN);
    given.forEach(request::query);
    routes.call("GET /candidates", request);
    return request.body();
  }

  private static Candidate candidate(String whyNot) {
    TableName orders = new TableName("shop", "orders");
    return new Candidate(
        new Tablespace(orders, ByteSize.ofMebibytes(100), ByteSize.ZERO, 1000), estimate(), whyNot);
  }

  private static Estimate estimate() {
    return new Estimate(
        ByteSize.ofMebibytes(41),
        ByteSize.ofMebibytes(1),
        ByteSize.ofMebibytes(2),
        ByteSize.ofMebibytes(59),
        IoCost.NONE,
        new Forecast(Duration.ofMinutes(25), Duration.ofMinutes(8), 3),
        Duration.ofMillis(60),
        Payback.refills(Duration.ofDays(9), "refills in about 9 d"),
        new Evidence(Evidence.Kind.FILES, NOW, ByteSize.ofMebibytes(7)),
        new Work(ShrinkMethod.SHADOW_COPY, ByteSize.ofMebibytes(59), 1000, 1),
        "pages");
  }
}
