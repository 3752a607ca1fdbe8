package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UnauthorizedResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeoplePagesTest {

  private static final Person ADMIN = new Person("admin", Role.ADMINISTRATOR);

  private static final Person ANN = new Person("ann", Role.OPERATOR);

  private final FakePeople people = new FakePeople();
  private final BrowserSessions sessions =
      new BrowserSessions(new SettableClock(Instant.parse("2026-01-01T00:00:00Z")));
  private final Operator operator = mock(Operator.class);

  @Test
  void aLinkLeadsToWhereTheConsoleWasAsked() throws Exception {
    FakeRequest request = invitation("ann", "OPERATOR").to("localhost:8080");

    pages(null).call("POST /people", request);

    assertThat(request.body()).contains("http://localhost:8080/welcome/link-of-ann");
    assertThat(people.done()).containsExactly("invite ann by admin");
  }

  @Test
  void behindTlsALinkLeadsThroughThePublicName() throws Exception {
    FakeRequest request = invitation("ann", "OPERATOR").to("127.0.0.1:8080");

    pages("https://lowtide.example.com").call("POST /people", request);

    assertThat(request.body())
        .contains("https://lowtide.example.com/welcome/link-of-ann")
        .doesNotContain("127.0.0.1");
  }

  @Test
  void aLinkThatIsOverIsRefusedBeforeThePasswordIsLookedAt() {
    FakeRequest request =
        FakeRequest.post(Access.ANYBODY).form("secret", "guessed").form("password", "short");

    assertThatThrownBy(() -> pages(null).call("POST /welcome", request))
        .isInstanceOf(UnauthorizedResponse.class)
        .hasMessageContaining("used already, or is too old");
    assertThat(request.status()).isNull();
  }

  @Test
  void whoHasALinkChoosesAPasswordAndIsSignedIn() throws Exception {
    String secret = people.invite(ANN);
    FakeRequest request =
        FakeRequest.post(Access.ANYBODY)
            .form("secret", secret)
            .form("password", "correct horse battery");

    pages(null).call("POST /welcome", request);

    assertThat(people.passwordHash("ann")).isPresent();
    assertThat(sessions.find(request.cookie().getValue()).orElseThrow().name()).isEqualTo("ann");
  }

  @Test
  void afterSigningInOneIsWhereOneWantedToBe() throws Exception {
    FakeRequest request = signingIn("correct horse battery").form("next", "/runs/7");

    pages(null).call("POST /sign-in", request);

    assertThat(request.location()).isEqualTo("/runs/7");
  }

  @Test
  void afterSigningInNobodyIsSentElsewhere() throws Exception {
    FakeRequest request = signingIn("correct horse battery").form("next", "//evil.example");

    pages(null).call("POST /sign-in", request);

    assertThat(request.location()).isEqualTo("/");
  }

  @Test
  void whatWasWantedOutlivesATypingError() throws Exception {
    FakeRequest door = FakeRequest.get(Access.ANYBODY).query("next", "/runs/7");
    FakeRequest request = signingIn("wrong").form("next", "/runs/7");

    pages(null).call("GET /sign-in", door);
    pages(null).call("POST /sign-in", request);

    assertThat(door.body()).contains("name=\"next\" value=\"/runs/7\"");
    assertThat(request.body()).contains("name=\"next\" value=\"/runs/7\"");
    assertThat(request.status()).isEqualTo(HttpStatus.UNAUTHORIZED);
  }

  @Test
  void whoseAccessEndsWhileTheySignInIsSignedInNowhere() throws Exception {
    FakeRequest request = signingIn("correct horse battery");
    doAnswer(
            call -> {
              people.endAccess("ann", "admin");
              return null;
            })
        .when(operator)
        .record(eq("ann"), eq("sign in"), any());

    pages(null).call("POST /sign-in", request);

    assertThat(request.status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    assertThat(request.cookies()).isEmpty();
  }

  @Test
  void sessionsOfSomebodyWhoseAccessHasEndedAreEndedAsWell() {
    String session = sessions.open(ANN);
    FakeRequest request = FakeRequest.post(Access.ADMINISTRATOR).by(ADMIN).path("name", "ann");

    assertThatThrownBy(() -> pages(null).call("POST /people/{name}/end", request))
        .hasMessage("there is nobody called 'ann'");

    assertThat(sessions.find(session)).isEmpty();
  }

  private FakeRequest signingIn(String password) {
    people.addPassword(ANN, SignIn.hash("correct horse battery"));
    return FakeRequest.post(Access.ANYBODY).form("name", "ann").form("password", password);
  }

  @Test
  void whoIsInvitedAgainIsSignedOut() throws Exception {
    people.invite(ANN);
    String session = sessions.open(ANN);

    pages(null).call("POST /people", invitation("ann", "VIEWER"));

    assertThat(people.find("ann")).contains(new Person("ann", Role.VIEWER));
    assertThat(sessions.find(session)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "local, is the program's own",
    "Lowtide, is the program's own",
    "LOCAL, is the program's own",
    "Ann, is too like 'ann'"
  })
  void aNameThatCouldBeTakenForAnotherIsRefused(String name, String why) {
    people.invite(ANN);

    assertThatThrownBy(() -> pages(null).call("POST /people", invitation(name, "APPROVER")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: '" + name + "' " + why + " (expected: another one)");
    assertThat(people.find(name)).isEmpty();
  }

  @Test
  void nobodyChangesTheirOwnRole() {
    people.invite(ADMIN);

    assertThatThrownBy(() -> pages(null).call("POST /people", invitation("admin", "VIEWER")))
        .isInstanceOf(ForbiddenResponse.class);

    assertThat(people.find("admin")).contains(ADMIN);
  }

  @Test
  void endedAccessEndsSessionsAtOnceAndIsInTheAuditTrail() throws Exception {
    people.invite(ANN);
    String session = sessions.open(ANN);
    FakeRequest request = ending("ann");

    pages(null).call("POST /people/{name}/end", request);

    assertThat(people.find("ann")).isEmpty();
    assertThat(sessions.find(session)).isEmpty();
    assertThat(request.location()).isEqualTo("/people");
    assertThat(people.done()).last().isEqualTo("end access of ann by admin");
  }

  @Test
  void nobodyEndsTheirOwnAccess() {
    people.invite(ADMIN);

    assertThatThrownBy(() -> pages(null).call("POST /people/{name}/end", ending("admin")))
        .isInstanceOf(ForbiddenResponse.class);

    assertThat(people.find("admin")).contains(ADMIN);
    verifyNoInteractions(operator);
  }

  @Test
  void theAccessOfSomebodyUnknownCannotBeEnded() {
    assertThatThrownBy(() -> pages(null).call("POST /people/{name}/end", ending("carl")))
        .isInstanceOf(NotFoundResponse.class)
        .hasMessage("there is nobody called 'carl'");
    verifyNoInteractions(operator);
  }

  @Test
  void accessIsOfferedToBeEndedOfEverybodyElse() throws Exception {
    people.invite(ADMIN);
    people.invite(ANN);
    FakeRequest request = FakeRequest.get(Access.ADMINISTRATOR).by(ADMIN);

    pages(null).call("GET /people", request);

    assertThat(request.body())
        .contains("action=\"/people/ann/end\"", "aria-label=\"End access of ann\"")
        .doesNotContain("/people/admin/end");
  }

  private static FakeRequest ending(String name) {
    return FakeRequest.post(Access.ADMINISTRATOR).by(ADMIN).path("name", name);
  }

  private FakeRoutes pages(@Nullable String publicUrl) {
    FakeRoutes routes = new FakeRoutes();
    new PeoplePages(
            Guards.config("127.0.0.1", publicUrl),
            operator,
            people,
            new SignIn(people, (name, address) -> {}),
            Guards.guard(people, sessions, publicUrl),
            new Templates("1.0"))
        .route(routes.config());
    return routes;
  }

  private static FakeRequest invitation(String name, String role) {
    return FakeRequest.post(Access.ADMINISTRATOR).by(ADMIN).form("name", name).form("role", role);
  }
}
