package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.operator.Bearer;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.TokenScope;
import io.javalin.http.ForbiddenResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StepUpTest {

  private static final Person EVE = new Person("eve", Role.APPROVER);
  private static final String PASSWORD = "correct horse battery";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakePeople people = new FakePeople();
  private final BrowserSessions sessions = new BrowserSessions(clock);
  private final StepUp stepUp =
      new StepUp(Guards.guard(people, sessions, null), new SignIn(people, (name, address) -> {}));
  private final String session = sessions.open(EVE);

  @Test
  void aFreshSessionIsEnough() {
    pass(Duration.ofMinutes(30));

    stepUp.require(request().context());
    assertThat(stepUp.isDue(request().context())).isFalse();
  }

  @Test
  void anOldOneTakesThePasswordOnce() {
    people.addPassword(EVE, SignIn.hash(PASSWORD));
    pass(Duration.ofMinutes(31));
    assertThat(stepUp.isDue(request().context())).isTrue();

    for (FakeRequest without : new FakeRequest[] {request(), request().form("password", "guess")}) {
      assertThatThrownBy(() -> stepUp.require(without.context()))
          .isInstanceOf(ForbiddenResponse.class)
          .hasMessageStartingWith("you signed in more than 30 minutes ago");
    }
    stepUp.require(request().form("password", PASSWORD).context());

    stepUp.require(request().context());
  }

  @Test
  void aProgramHasNoPassword() {
    FakeRequest request = FakeRequest.post(Access.APPROVER);
    request.context().attribute("caller", new Caller(new Bearer(EVE, TokenScope.APPROVE)));

    assertThat(stepUp.isDue(request.context())).isFalse();
  }

  private FakeRequest request() {
    return FakeRequest.post(Access.APPROVER).by(EVE).cookie("lowtide", session);
  }

  private void pass(Duration time) {
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      clock.advance(Duration.ofMinutes(1));
      sessions.find(session);
    }
  }
}
