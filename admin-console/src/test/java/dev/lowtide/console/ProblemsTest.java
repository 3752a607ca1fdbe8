package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<Class<?>, ExceptionHandler<Exception>> handlers = new HashMap<>();

  @BeforeEach
  void takeHandlers() {
    RoutesConfig routes = mock(RoutesConfig.class);
    doAnswer(call -> handlers.put(call.getArgument(0), call.getArgument(1)))
        .when(routes)
        .exception(any(), any());
    new Problems(new Templates("1.0")).route(routes);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, 404, Not Found",
    "REFUSED, 409, Conflict",
    "NOT_ALLOWED, 403, Forbidden",
    "TOO_MANY, 429, Too Many Requests",
    "UNAVAILABLE, 503, Service Unavailable"
  })
  void programsBranchOnTheKindOfANo(Kind kind, int status, String title) throws Exception {
    FakeRequest request = program("/api/v1/runs/7");

    answer(new OperatorException(kind, "run 7: no"), request);

    JsonNode problem = MAPPER.readTree(request.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isEqualTo(title);
    assertThat(problem.path("detail").asString()).isEqualTo("run 7: no");
    assertThat(request.contentType()).isEqualTo("application/problem+json");
    assertThat(request.status()).isEqualTo(HttpStatus.forStatus(status));
  }

  @Test
  void badInputIsAnsweredInItsOwnWords() throws Exception {
    FakeRequest request = program("/api/v1/plan");

    answer(new IllegalArgumentException("table: missing (expected: a query parameter)"), request);

    assertThat(request.status()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(detail(request)).isEqualTo("table: missing (expected: a query parameter)");
  }

  @Test
  void aBodyThatIsNoJsonIsBadInput() throws Exception {
    FakeRequest request = program("/api/v1/runs");

    answer(catchThrowableOfType(JacksonException.class, () -> MAPPER.readTree("{")), request);

    assertThat(request.status()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(detail(request)).startsWith("the body is not the JSON expected: ");
  }

  @Test
  void aFaultOfOursIsNotExplainedToStrangers() throws Exception {
    FakeRequest request = program("/api/v1/runs");

    answer(new IllegalStateException("password of the store"), request);

    assertThat(request.status()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
    assertThat(detail(request)).isEqualTo("a fault of ours; the log says more");
  }

  /** A reader would take it for the end of what was asked for. */
  @Test
  void nothingIsAddedToAnAnswerThatIsOnItsWay() throws Exception {
    FakeRequest request = program("/api/v1/audit/export").committed();

    answer(new OperatorException(Kind.UNAVAILABLE, "the store is gone"), request);

    assertThat(request.body()).isEmpty();
    assertThat(request.status()).isNull();
  }

  @Test
  void peopleGetAPage() throws Exception {
    FakeRequest request = FakeRequest.post(Access.OPERATOR);

    answer(new OperatorException(Kind.REFUSED, "not <b>now</b>"), request);

    assertThat(request.status()).isEqualTo(HttpStatus.CONFLICT);
    assertThat(request.contentType()).startsWith("text/html");
    assertThat(request.body())
        .contains("<h1>That is not possible now</h1>", "not &lt;b&gt;now&lt;/b&gt;")
        .doesNotContain("<b>now");
  }

  @Test
  void whoPressedAButtonComesBackToItsPage() throws Exception {
    FakeRequest request =
        FakeRequest.post(Access.OPERATOR).header("Referer", "http://127.0.0.1:8080/runs/7?a=%3Cb");

    answer(new OperatorException(Kind.REFUSED, "no"), request);

    assertThat(request.body()).contains("<a href=\"/runs/7?a=%3Cb\">Back to where you were</a>");
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example/runs/7",
    "http://127.0.0.1:8080//evil.example",
    "http://127.0.0.1:8080.evil.example/runs/7"
  })
  void nobodyIsLedToAnotherSite(String referer) throws Exception {
    FakeRequest request = FakeRequest.post(Access.OPERATOR).header("Referer", referer);

    answer(new OperatorException(Kind.REFUSED, "no"), request);

    assertThat(request.body()).doesNotContain("evil", "where you were");
  }

  @Test
  void whoIsSignedOutIsShownTheDoor() throws Exception {
    FakeRequest request = FakeRequest.get(Access.VIEWER);

    answer(new UnauthorizedResponse("sign in first"), request);

    assertThat(request.location()).isEqualTo("/sign-in?next=%2Fruns");
  }

  @Test
  void aFormOfSomebodySignedOutIsNotLostInARedirect() throws Exception {
    FakeRequest request = FakeRequest.post(Access.OPERATOR);

    answer(new UnauthorizedResponse("sign in first"), request);

    assertThat(request.location()).isEmpty();
    assertThat(request.status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    assertThat(request.body())
        .contains("sign in first", "Nothing was done. <a href=\"/sign-in\">Sign in</a>");
  }

  @Test
  void aLinkThatIsOverSaysSo() throws Exception {
    FakeRequest request = new FakeRequest(HandlerType.GET, "/welcome/secret", Access.ANYBODY);

    answer(new UnauthorizedResponse("this link was used already"), request);

    assertThat(request.location()).isEmpty();
    assertThat(request.body()).contains("this link was used already");
  }

  @Test
  void programsAreNotSentToTheSignInPage() throws Exception {
    FakeRequest byPath = program("/api/v1/status");
    FakeRequest byToken = FakeRequest.get(Access.VIEWER).header("Authorization", "Bearer guessed");

    answer(new UnauthorizedResponse("sign in first"), byPath);
    answer(new UnauthorizedResponse("sign in first"), byToken);

    assertThat(byPath.status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    assertThat(byToken.status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    assertThat(byToken.contentType()).isEqualTo("application/problem+json");
  }

  @Test
  void whatIsForbiddenIsNotAskedToSignIn() throws Exception {
    FakeRequest request = FakeRequest.get(Access.ADMINISTRATOR);

    answer(new ForbiddenResponse("your role does not allow this"), request);

    assertThat(request.location()).isEmpty();
    assertThat(request.status()).isEqualTo(HttpStatus.FORBIDDEN);
    assertThat(request.body()).contains("your role does not allow this");
  }

  /** As the server does: by the nearest class that has a handler. */
  private void answer(Exception e, FakeRequest request) throws Exception {
    Class<?> type = e.getClass();
    while (!handlers.containsKey(type)) {
      type = type.getSuperclass();
    }
    handlers.get(type).handle(e, request.context());
  }

  private static FakeRequest program(String path) {
    return new FakeRequest(HandlerType.GET, path, Access.VIEWER);
  }

  private static String detail(FakeRequest request) {
    return MAPPER.readTree(request.body()).path("detail").asString();
  }
}
