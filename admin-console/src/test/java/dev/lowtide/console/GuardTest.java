package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.operator.Permission;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.TokenScope;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what. */
class GuardTest {

  private static final Person VIEWER = new Person("vic", Role.VIEWER);
  private static final Person OPERATOR = new Person("ann", Role.OPERATOR);
  private static final Person ADMINISTRATOR = new Person("bob", Role.ADMINISTRATOR);

  private final FakePeople people = new FakePeople();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final BrowserSessions sessions = new BrowserSessions(clock);
  private final Guard guard = Guards.guard(people, sessions, null);

  @Test
  void aStrangerMayWhatAnybodyMay() {
    FakeRequest request = FakeRequest.get(Access.ANYBODY);

    guard.check(request.context());

    assertThat(Guard.callerOrNull(request.context())).isNull();
    assertThatThrownBy(() -> Guard.caller(request.context()))
        .isInstanceOf(UnauthorizedResponse.class);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ANYBODY", "MONITORING"})
  void aStrangerIsAskedToSignInForAllElse(Access access) {
    assertThatThrownBy(() -> guard.check(FakeRequest.get(access).context()))
        .isInstanceOf(UnauthorizedResponse.class)
        .hasMessage("sign in first");
  }

  @Test
  void whoIsSignedInIsKnownByTheirCookie() {
    FakeRequest request = signedIn(FakeRequest.get(Access.VIEWER), VIEWER);

    guard.check(request.context());

    assertThat(Guard.caller(request.context()).name()).isEqualTo("vic");
  }

  @Test
  void aPageThatLoadsItselfAgainIsNoSignOfLife() {
    FakeRequest clicked = signedIn(FakeRequest.get(Access.VIEWER), VIEWER);
    FakeRequest reloaded = signedIn(FakeRequest.get(Access.VIEWER), VIEWER).queryString("auto=1");
    clock.advance(Duration.ofMinutes(29));
    guard.check(clicked.context());
    guard.check(reloaded.context());

    clock.advance(Duration.ofMinutes(29));

    assertThatCode(() -> guard.check(clicked.context())).doesNotThrowAnyException();
    assertThatThrownBy(() -> guard.check(reloaded.context()))
        .isInstanceOf(UnauthorizedResponse.class);
  }

  @Test
  void aRoleThatIsTooLowIsForbidden() {
    FakeRequest request = signedIn(FakeRequest.get(Access.OPERATOR), VIEWER);

    assertThatThrownBy(() -> guard.check(request.context()))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessage("your role does not allow this");
  }

  @Test
  void aRouteThatSaysNothingIsOpenToNobody() {
    assertThatThrownBy(() -> guard.check(FakeRequest.get().context()))
        .isInstanceOf(UnauthorizedResponse.class);
    assertThatThrownBy(() -> guard.check(signedIn(FakeRequest.get(), ADMINISTRATOR).context()))
        .isInstanceOf(ForbiddenResponse.class);
  }

  @Test
  void theCommandLineOnThisMachineOperatesAndApprovesButHasNoPeople() {
    FakeRequest request = bearer(FakeRequest.post(Access.OPERATOR), Guards.LOCAL_TOKEN);
    guard.check(request.context());

    Caller local = Guard.caller(request.context());
    assertThat(local.name()).isEqualTo("local");
    assertThat(local.may(Permission.APPROVE)).isTrue();
    assertThatThrownBy(
            () ->
                guard.check(
                    bearer(FakeRequest.get(Access.ADMINISTRATOR), Guards.LOCAL_TOKEN).context()))
        .isInstanceOf(ForbiddenResponse.class);
  }

  @Test
  void aTokenActsAsItsPerson() {
    people.addToken(OPERATOR, "anns-token");
    FakeRequest request = bearer(FakeRequest.post(Access.OPERATOR), "anns-token");

    guard.check(request.context());

    assertThat(Guard.caller(request.context()))
        .isEqualTo(new Caller("ann", Role.OPERATOR, Role.OPERATOR.permissions(), ""));
  }

  @Test
  void aTokenDoesNotApproveUnlessItWasMadeTo() {
    Person approver = new Person("eve", Role.APPROVER);
    people.addToken(approver, "eves-token");
    people.addToken(approver, TokenScope.APPROVE, "eves-approving-token");
    people.addToken(approver, TokenScope.READ, "eves-reading-token");

    guard.check(bearer(FakeRequest.post(Access.APPROVER), "eves-approving-token").context());
    guard.check(bearer(FakeRequest.get(Access.AUDIT_READER), "eves-reading-token").context());

    for (String token : List.of("eves-token", "eves-reading-token")) {
      assertThatThrownBy(
              () -> guard.check(bearer(FakeRequest.post(Access.APPROVER), token).context()))
          .isInstanceOf(ForbiddenResponse.class);
    }
  }

  @Test
  void nobodyLooksAfterPeopleByAToken() {
    people.addToken(ADMINISTRATOR, TokenScope.APPROVE, "bobs-token");

    assertThatThrownBy(
            () ->
                guard.check(bearer(FakeRequest.post(Access.ADMINISTRATOR), "bobs-token").context()))
        .isInstanceOf(ForbiddenResponse.class);
  }

  @Test
  void aTokenThatIsWrongIsNotMadeGoodByACookie() {
    FakeRequest request = signedIn(FakeRequest.get(Access.VIEWER), OPERATOR);

    assertThatThrownBy(() -> guard.check(bearer(request, "guessed").context()))
        .isInstanceOf(UnauthorizedResponse.class);
  }

  @Test
  void anotherKindOfAuthorizationIsNone() {
    FakeRequest request =
        FakeRequest.get(Access.VIEWER).header("Authorization", "Basic " + Guards.LOCAL_TOKEN);

    assertThatThrownBy(() -> guard.check(request.context()))
        .isInstanceOf(UnauthorizedResponse.class);
  }

  @Test
  void aFormCarriesTheTokenOfItsPage() {
    FakeRequest request = signedIn(FakeRequest.post(Access.OPERATOR), OPERATOR);
    Caller caller = sessions.find(request.context().cookie("lowtide")).orElseThrow();

    assertThatCode(() -> guard.check(request.form("csrf", caller.csrfToken()).context()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "guessed"})
  void aFormWithAnotherTokenIsRefused(String token) {
    FakeRequest request = signedIn(FakeRequest.post(Access.OPERATOR), OPERATOR).form("csrf", token);

    assertThatThrownBy(() -> guard.check(request.context()))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessageContaining("too old");
  }

  @Test
  void theFormTokenOfAnotherSessionIsNone() {
    String other = sessions.find(sessions.open(OPERATOR)).orElseThrow().csrfToken();
    FakeRequest request = signedIn(FakeRequest.post(Access.OPERATOR), OPERATOR).form("csrf", other);

    assertThatThrownBy(() -> guard.check(request.context())).isInstanceOf(ForbiddenResponse.class);
  }

  @Test
  void whateverIsNoLookNeedsTheFormToken() {
    FakeRequest look =
        signedIn(new FakeRequest(HandlerType.HEAD, "/runs", Access.VIEWER), OPERATOR);
    FakeRequest change =
        signedIn(new FakeRequest(HandlerType.DELETE, "/runs", Access.VIEWER), OPERATOR);

    assertThatCode(() -> guard.check(look.context())).doesNotThrowAnyException();
    assertThatThrownBy(() -> guard.check(change.context())).isInstanceOf(ForbiddenResponse.class);
  }

  @Test
  void aStrangersFormNeedsNone() {
    assertThatCode(() -> guard.check(FakeRequest.post(Access.ANYBODY).context()))
        .doesNotThrowAnyException();
  }

  @Test
  void whoIsSignedInCanSignInAsSomebodyElseButNotByAnotherSitesForm() {
    FakeRequest own = signedIn(FakeRequest.post(Access.ANYBODY), OPERATOR);
    FakeRequest others = signedIn(FakeRequest.post(Access.ANYBODY), OPERATOR);

    assertThatCode(() -> guard.check(own.context())).doesNotThrowAnyException();
    assertThatThrownBy(() -> guard.check(others.header("Origin", "http://evil.example").context()))
        .isInstanceOf(ForbiddenResponse.class);
  }

  @Test
  void signingInGivesACookieThatScriptsAndOtherSitesDoNotGet() {
    FakeRequest request = FakeRequest.post(Access.ANYBODY);

    guard.signIn(request.context(), OPERATOR, () -> true);

    Cookie cookie = request.cookie();
    assertThat(cookie.getName()).isEqualTo("lowtide");
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo(SameSite.STRICT);
    assertThat(cookie.getMaxAge()).as("as long as the browser runs").isEqualTo(-1);
    assertThat(sessions.find(cookie.getValue()).orElseThrow().name()).isEqualTo("ann");
  }

  @Test
  void whoseAccessEndsWhileTheySignInIsNotSignedIn() {
    FakeRequest request = FakeRequest.post(Access.ANYBODY);

    assertThat(guard.signIn(request.context(), OPERATOR, () -> false)).isFalse();

    assertThat(request.cookies()).isEmpty();
  }

  @Test
  void aBrowserIsKnownByWhatItWasGivenAndForItsPersonOnly() {
    Guard guard = Guards.guard(people, sessions, null);
    FakeRequest request = FakeRequest.post(Access.ANYBODY);
    guard.signIn(request.context(), OPERATOR, () -> true);
    Cookie known = request.cookies().get(1);
    assertThat(known.isHttpOnly()).isTrue();
    assertThat(known.getSameSite()).isEqualTo(SameSite.STRICT);

    FakeRequest later = FakeRequest.post(Access.ANYBODY).cookie(known.getName(), known.getValue());

    assertThat(guard.knownBrowser(later.context(), "ann")).isPresent();
    assertThat(guard.knownBrowser(later.context(), "bob")).isEmpty();
    assertThat(guard.knownBrowser(FakeRequest.post(Access.ANYBODY).context(), "ann")).isEmpty();
    assertThat(Guards.guard(people, sessions, null).knownBrowser(later.context(), "ann"))
        .as("after the next start")
        .isEmpty();
    FakeRequest forged =
        FakeRequest.post(Access.ANYBODY).cookie(known.getName(), "ann." + "0".repeat(64));
    assertThat(guard.knownBrowser(forged.context(), "ann")).isEmpty();
  }

  @Test
  void signingInAgainEndsTheSessionOfBefore() {
    FakeRequest request = signedIn(FakeRequest.post(Access.ANYBODY), OPERATOR);
    String before = request.context().cookie("lowtide");

    guard.signIn(request.context(), OPERATOR, () -> true);

    assertThat(sessions.find(before)).isEmpty();
    assertThat(sessions.find(request.cookie().getValue())).isPresent();
  }

  /** The prefix binds it to this host, and asks for Secure, the root path and no domain. */
  @Test
  void behindTlsTheCookieIsBoundToItsHost() {
    FakeRequest request = FakeRequest.post(Access.ANYBODY);

    Guards.guard(people, sessions, "https://lowtide.example.com")
        .signIn(request.context(), OPERATOR, () -> true);

    Cookie cookie = request.cookie();
    assertThat(cookie.getName()).isEqualTo("__Host-lowtide");
    assertThat(cookie.getSecure()).isTrue();
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.getDomain()).isNull();
  }

  @Test
  void signingOutEndsTheSessionAndTakesTheCookieBack() {
    FakeRequest request = signedIn(FakeRequest.post(Access.VIEWER), OPERATOR);
    String id = request.context().cookie("lowtide");

    guard.signOut(request.context());

    assertThat(sessions.find(id)).isEmpty();
    assertThat(request.cookie().getValue()).isEmpty();
    assertThat(request.cookie().getMaxAge()).isZero();
    assertThat(request.headers()).containsEntry("Clear-Site-Data", "\"cache\"");
  }

  private FakeRequest signedIn(FakeRequest request, Person person) {
    return request.cookie("lowtide", sessions.open(person));
  }

  private static FakeRequest bearer(FakeRequest request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }
}
