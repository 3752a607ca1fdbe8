package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.lowtide.scheduler.operator.Bearer;
import dev.lowtide.scheduler.operator.Inbox;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.TokenScope;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunId;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and REST; what is said is the scheduler's matter. */
class RequestPagesTest {

  private static final Person EVE = new Person("eve", Role.APPROVER);
  private static final RunId RUN = new RunId(7);
  private static final PlanHash PLAN = new PlanHash("0123456789abcdef".repeat(4));
  private static final String APPROVE = "/api/v1/runs/{id}/approve";

  private final Reviews reviews = mock(Reviews.class);
  private final StepUp stepUp = mock(StepUp.class);
  private final FakeRoutes routes = new FakeRoutes();

  RequestPagesTest() {
    new RequestPages(reviews, stepUp, new Templates("1.0")).route(routes.config());
    new RequestApi(reviews).route(routes.config(), "/api/v1");
  }

  @Test
  void aYesNamesThePlanThatThePageShowed() throws Exception {
    FakeRequest request = request().form("plan", PLAN.value());

    routes.call("POST /runs/{id}/approve", request);

    verify(reviews).approve(RUN, PLAN, "eve");
    assertThat(request.location()).isEqualTo("/runs/7");
  }

  @Test
  void nothingIsApprovedWithoutThePasswordWhereItIsDue() {
    doThrow(new ForbiddenResponse("your password")).when(stepUp).require(any());

    assertThatThrownBy(
            () -> routes.call("POST /runs/{id}/approve", request().form("plan", PLAN.value())))
        .isInstanceOf(ForbiddenResponse.class);
    verifyNoInteractions(reviews);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "' OR 1"})
  void whatIsNoPlanIsRefused(String plan) {
    assertThatThrownBy(() -> routes.call("POST /runs/{id}/approve", request().form("plan", plan)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("plan: '" + plan + "' (expected: a plan's hash");
    verifyNoInteractions(reviews);
  }

  @Test
  void aProgramNamesItInItsHeader() throws Exception {
    assertThatThrownBy(() -> routes.call("POST " + APPROVE, program()))
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            e -> assertThat(e.getStatus()).isEqualTo(HttpStatus.PRECONDITION_REQUIRED.getCode()))
        .hasMessageStartingWith("If-Match: missing");
    verifyNoInteractions(reviews);
    assertThatThrownBy(() -> routes.call("POST " + APPROVE, program().header("If-Match", "*")))
        .hasMessageStartingWith("If-Match: '*' (expected: a plan's hash");

    when(reviews.approve(RUN, PLAN, "eve")).thenThrow(new IllegalStateException("reached"));

    assertThatThrownBy(
            () ->
                routes.call(
                    "POST " + APPROVE, program().header("If-Match", "\"" + PLAN.value() + "\"")))
        .hasMessage("reached");
  }

  @Test
  void inABrowserTheRunsPageIsAskedWhichMayWantThePassword() {
    FakeRequest request = request().header("If-Match", "\"" + PLAN.value() + "\"");

    assertThatThrownBy(() -> routes.call("POST " + APPROVE, request))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessage("in a browser a yes is given on the page of its run");
    verifyNoInteractions(reviews);
  }

  @Test
  void anInboxOffersDecisionsToThoseWhoDecide() throws Exception {
    when(reviews.inbox("eve")).thenReturn(new Inbox(List.of(), List.of()));
    when(reviews.inbox("ann")).thenReturn(new Inbox(List.of(), List.of()));
    FakeRequest eves = FakeRequest.get(Access.VIEWER).by(EVE);
    FakeRequest anns = FakeRequest.get(Access.VIEWER).by(new Person("ann", Role.OPERATOR));

    routes.call("GET /inbox", eves);
    routes.call("GET /inbox", anns);

    assertThat(eves.body()).contains("Waiting for your decision", "What you asked for");
    assertThat(anns.body()).contains("What you asked for").doesNotContain("your decision");
  }

  private static FakeRequest program() {
    FakeRequest request = FakeRequest.post(Access.APPROVER).path("id", "7");
    request.context().attribute("caller", new Caller(new Bearer(EVE, TokenScope.APPROVE)));
    return request;
  }

  private static FakeRequest request() {
    return FakeRequest.post(Access.APPROVER).by(EVE).path("id", "7");
  }
}
