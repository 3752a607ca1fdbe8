package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import io.javalin.http.ForbiddenResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPagesTest {

  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Person EVE = new Person("eve", Role.APPROVER);

  private final FakePeople people = new FakePeople();
  private final StepUp stepUp = mock(StepUp.class);
  private final FakeRoutes routes = new FakeRoutes();

  TokenPagesTest() {
    people.addPassword(ANN, "hash");
    people.addPassword(EVE, "hash");
    new TokenPages(people, stepUp, new Templates("1.0")).route(routes.config());
  }

  @Test
  void aTokenApprovesNothingUnlessItsOwnerSaysSo() throws Exception {
    routes.call("POST /tokens", asked(EVE));
    routes.call("POST /tokens", asked(EVE).form("scope", "APPROVE").form("days", "7"));

    assertThat(people.done())
        .containsExactly("token of eve to ACT for 90 days", "token of eve to APPROVE for 7 days");
  }

  @Test
  void oneThatApprovesTakesThePasswordAgainInAnOldSession() throws Exception {
    doThrow(new ForbiddenResponse("password")).when(stepUp).require(any());

    assertThatThrownBy(() -> routes.call("POST /tokens", asked(EVE).form("scope", "APPROVE")))
        .hasMessage("password");
    routes.call("POST /tokens", asked(EVE));

    assertThat(people.done()).containsExactly("token of eve to ACT for 90 days");
  }

  @Test
  void whoDoesNotApproveMakesNoTokenThatDoes() {
    assertThatThrownBy(() -> routes.call("POST /tokens", asked(ANN).form("scope", "APPROVE")))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessage("a token that approves is made by somebody who does");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "367", "-1", "soon", ""})
  void aTokenEndsWithinAYear(String days) {
    assertThatThrownBy(() -> routes.call("POST /tokens", asked(ANN).form("days", days)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("days: '" + days + "' (expected: 1 to 366)");
  }

  @Test
  void aScopeIsOneOfThoseThatThereAre() {
    assertThatThrownBy(() -> routes.call("POST /tokens", asked(ANN).form("scope", "ROOT")))
        .hasMessage("scope: 'ROOT' (expected: one of [READ, ACT, APPROVE])");
  }

  @Test
  void aTokenRevokesNone() {
    FakeRequest request = asked(EVE).byToken(EVE).path("id", "1");

    assertThatThrownBy(() -> routes.call("POST /tokens/{id}/revoke", request))
        .isInstanceOf(ForbiddenResponse.class)
        .hasMessage("only people who signed in revoke tokens of theirs");
    assertThat(people.done()).isEmpty();
  }

  private static FakeRequest asked(Person by) {
    return FakeRequest.post(Access.VIEWER).by(by).form("label", "ci");
  }
}
