package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrowserSessionsTest {

  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final Duration IDLE_MAX = Duration.ofMinutes(30);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final BrowserSessions sessions = new BrowserSessions(clock);

  @Test
  void whoSignedInIsFoundAgain() {
    String id = sessions.open(ANN);

    Caller caller = sessions.find(id).orElseThrow();

    assertThat(caller.name()).isEqualTo("ann");
    assertThat(caller.role()).isEqualTo(Role.OPERATOR);
    assertThat(caller.isBrowser()).isTrue();
  }

  @Test
  void aStrangerIsNobody() {
    sessions.open(ANN);

    assertThat(sessions.find(null)).isEmpty();
    assertThat(sessions.find("")).isEmpty();
    assertThat(sessions.find("guessed")).isEmpty();
  }

  @Test
  void eachSessionHasSecretsOfItsOwn() {
    String one = sessions.open(ANN);
    String other = sessions.open(ANN);

    assertThat(one).isNotEqualTo(other);
    assertThat(csrf(one)).isNotEqualTo(csrf(other)).isNotEqualTo(one);
  }

  @Test
  void whoSignsInWithoutEndEndsTheirOwnSessionsAndNoOthers() {
    String others = sessions.open(new Person("bob", Role.VIEWER));
    String first = sessions.open(ANN);
    clock.advance(Duration.ofSeconds(1));
    String second = sessions.open(ANN);
    for (int i = 0; i < 49; i++) {
      clock.advance(Duration.ofSeconds(1));
      sessions.open(ANN);
    }

    assertThat(sessions.find(first)).isEmpty();
    assertThat(sessions.find(second)).isPresent();
    assertThat(sessions.find(others)).isPresent();
  }

  @Test
  void theFormTokenStaysAsLongAsTheSession() {
    String id = sessions.open(ANN);

    assertThat(csrf(id)).isEqualTo(csrf(id));
  }

  @Test
  void aSessionEndsHoweverBusyItIs() {
    String id = sessions.open(ANN);
    stayBusy(id, LIFETIME);
    assertThat(sessions.find(id)).isPresent();

    clock.advance(Duration.ofMillis(1));

    assertThat(sessions.find(id)).isEmpty();
  }

  @Test
  void aSessionNobodyUsesEnds() {
    String id = sessions.open(ANN);
    clock.advance(IDLE_MAX.minusMillis(1));
    assertThat(sessions.find(id)).isPresent();

    clock.advance(IDLE_MAX);

    assertThat(sessions.find(id)).isEmpty();
  }

  @Test
  void aPageThatLoadsItselfAgainKeepsNobodySignedIn() {
    String id = sessions.open(ANN);
    clock.advance(IDLE_MAX.minusMillis(1));
    assertThat(sessions.findIdle(id)).isPresent();

    clock.advance(Duration.ofMillis(1));

    assertThat(sessions.findIdle(id)).isEmpty();
    assertThat(sessions.findIdle(null)).isEmpty();
  }

  @Test
  void allSessionsOfOnePersonCanBeEnded() {
    String one = sessions.open(ANN);
    String other = sessions.open(ANN);
    String bobs = sessions.open(new Person("bob", Role.VIEWER));

    sessions.closeAll("ann");

    assertThat(sessions.find(one)).isEmpty();
    assertThat(sessions.find(other)).isEmpty();
    assertThat(sessions.find(bobs)).isPresent();
  }

  @Test
  void whoSignsInLaterStaysLonger() {
    String early = sessions.open(ANN);
    stayBusy(early, Duration.ofHours(1));
    String late = sessions.open(ANN);

    stayBusy(late, LIFETIME.minusMinutes(1));

    assertThat(sessions.find(early)).isEmpty();
    assertThat(sessions.find(late)).isPresent();
  }

  @Test
  void signingOutEndsThatSessionAndNoOther() {
    String left = sessions.open(ANN);
    String kept = sessions.open(ANN);

    sessions.close(left);

    assertThat(sessions.find(left)).isEmpty();
    assertThat(sessions.find(kept)).isPresent();
  }

  @Test
  void whoIsNotSignedInMaySignOut() {
    String kept = sessions.open(ANN);

    sessions.close(null);
    sessions.close("guessed");

    assertThat(sessions.find(kept)).isPresent();
  }

  @Test
  void aPasswordIsGivenAgainWithoutTheSessionLastingLonger() {
    String id = sessions.open(ANN);
    Duration half = Duration.ofMinutes(30);
    assertThat(sessions.isProofOlderThan(id, half)).isFalse();
    stayBusy(id, Duration.ofMinutes(31));
    assertThat(sessions.isProofOlderThan(id, half)).isTrue();

    sessions.prove(id);

    assertThat(sessions.isProofOlderThan(id, half)).isFalse();
    stayBusy(id, LIFETIME.minusMinutes(30));
    assertThat(sessions.find(id)).isEmpty();
  }

  @Test
  void whoIsNotSignedInHasProvenNothing() {
    sessions.prove(null);
    sessions.prove("guessed");

    assertThat(sessions.isProofOlderThan(null, LIFETIME)).isTrue();
    assertThat(sessions.isProofOlderThan("guessed", LIFETIME)).isTrue();
  }

  @Test
  void lookingWhetherAPasswordIsDueKeepsNobodySignedIn() {
    String id = sessions.open(ANN);
    for (int minutes = 0; minutes < 31; minutes++) {
      clock.advance(Duration.ofMinutes(1));
      sessions.isProofOlderThan(id, LIFETIME);
    }

    assertThat(sessions.find(id)).isEmpty();
  }

  private void stayBusy(String id, Duration time) {
    Duration step = Duration.ofMinutes(1);
    for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plus(step)) {
      clock.advance(step);
      sessions.find(id);
    }
  }

  private String csrf(String id) {
    return sessions.find(id).orElseThrow().csrfToken();
  }
}
