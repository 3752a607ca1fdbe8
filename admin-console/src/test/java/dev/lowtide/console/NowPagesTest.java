package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.Inbox;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first page: what waits for whom, and what is only for those who may. */
class NowPagesTest {

  private static final Person EVE = new Person("eve", Role.APPROVER);
  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Person VIC = new Person("vic", Role.VIEWER);

  private final Operator operator = mock(Operator.class);
  private final Reviews reviews = mock(Reviews.class);
  private Optional<HeldView> held = Optional.empty();

  @Test
  void whatWaitsForADecisionIsToldToThoseWhoMayDecideOnIt() throws Exception {
    inbox("eve", List.of(item(RunState.PROPOSED), item(RunState.PROPOSED)), List.of());
    inbox("ann", List.of(item(RunState.PROPOSED)), List.of());

    assertThat(page(EVE)).contains("<strong>2 requests wait for your decision</strong>");
    assertThat(page(ANN)).doesNotContain("your decision");
    assertThat(page(VIC)).doesNotContain("your decision");
  }

  @Test
  void whatCameBackIsToldToWhoeverAskedForIt() throws Exception {
    inbox("ann", List.of(), List.of(item(RunState.CHANGES_REQUESTED), item(RunState.PROPOSED)));
    inbox("eve", List.of(item(RunState.PROPOSED)), List.of(item(RunState.STALE)));

    assertThat(page(ANN)).contains("<strong>1 request of yours came back to you</strong>");
    assertThat(page(EVE))
        .contains("1 request waits for your decision, and 1 request of yours came back to you");
  }

  @Test
  void aStoreThatIsAwayHidesNothingElse() throws Exception {
    when(reviews.inbox("eve"))
        .thenThrow(new OperatorException(OperatorException.Kind.UNAVAILABLE, "it is away"));

    assertThat(page(EVE)).contains("<h1>Now</h1>", "Why not now?").doesNotContain("inbox</a>.");
  }

  @Test
  void withoutScriptsItLoadsItselfAgainUnlessSomebodyWantsItStill() throws Exception {
    inbox("ann", List.of(), List.of());

    assertThat(page(ANN))
        .contains("http-equiv=\"refresh\" content=\"5; url=/?auto=1\"")
        .contains("<a href=\"/?still=true\">Keep it still</a>");
    assertThat(page(request(ANN).query("still", "true")))
        .contains("data-live=\"yes\"")
        .doesNotContain("http-equiv");
  }

  @Test
  void onlyThoseWhoMayAreOfferedToGoOn() throws Exception {
    held = Optional.of(new HeldView("ann", Instant.parse("2026-01-01T00:00:00Z"), "pager"));
    inbox("ann", List.of(), List.of());

    assertThat(page(ANN)).contains("Held: ", "No run begins. <a href=\"/stop\">Go on…</a>");
    assertThat(page(VIC)).contains("Held: ", "No run begins.").doesNotContain("/stop");
  }

  private void inbox(String name, List<Inbox.Item> toDecide, List<Inbox.Item> own) {
    when(reviews.inbox(name)).thenReturn(new Inbox(toDecide, own));
  }

  private static Inbox.Item item(RunState state) {
    ShrinkRun run = mock(ShrinkRun.class);
    when(run.state()).thenReturn(state);
    return new Inbox.Item(run, 0, 1, null);
  }

  private static FakeRequest request(Person caller) {
    return new FakeRequest(HandlerType.GET, "/", Access.VIEWER).by(caller);
  }

  private String page(Person caller) throws Exception {
    return page(request(caller));
  }

  private String page(FakeRequest request) throws Exception {
    when(operator.reviews()).thenReturn(reviews);
    when(operator.now())
        .thenReturn(
            new NowView("quiet", List.of(), List.of(), 0, 0, 0, 0, 0, List.of(), List.of()));
    FakeRoutes routes = new FakeRoutes();
    new NowPages(operator, new Templates("1.0", () -> held)).route(routes.config());
    routes.call("GET /", request);
    return request.body();
  }
}
