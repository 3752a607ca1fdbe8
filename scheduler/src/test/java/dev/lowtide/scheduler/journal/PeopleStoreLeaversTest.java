package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of somebody's access when it changes or ends. */
class PeopleStoreLeaversTest {

  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Person BOB = new Person("bob", Role.ADMINISTRATOR);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Store store = Stores.inMemory();
  private final PeopleStore people = new PeopleStore(store, new SettableClock(NOW));

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whoIsInvitedAgainHasNoPasswordUntilTheLinkIsUsed() {
    people.acceptLink(people.invite(ANN), "first");

    String secret = people.invite(ANN);
    assertThat(people.passwordHash("ann")).isEmpty();
    people.acceptLink(secret, "second");

    assertThat(people.passwordHash("ann")).contains("second");
    assertThat(people.all()).containsExactly(ANN);
  }

  @Test
  void whoIsInvitedAgainHasTheRoleOfTheLastInvitation() {
    people.invite(new Person("ann", Role.ADMINISTRATOR));
    String token = people.createToken("ann", "ci", HOUR);

    people.invite(ANN);

    assertThat(people.find("ann")).contains(ANN);
    assertThat(people.personOfToken(token)).contains(ANN);
  }

  @Test
  void aNewPasswordEndsTheTokensFromBefore() {
    people.invite(BOB);
    String bobs = people.createToken("bob", "ci", HOUR);
    people.invite(ANN);
    String anns = people.createToken("ann", "ci", HOUR);

    people.acceptLink(people.invite(ANN), "second");

    assertThat(people.personOfToken(anns)).isEmpty();
    assertThat(people.personOfToken(bobs)).contains(BOB);
  }

  @Test
  void aLinkThatIsOverEndsNoToken() {
    String secret = people.invite(ANN);
    people.acceptLink(secret, "first");
    String token = people.createToken("ann", "ci", HOUR);

    people.acceptLink(secret, "second");

    assertThat(people.personOfToken(token)).contains(ANN);
  }

  @Test
  void whoseAccessIsEndedHasNothingLeftToComeInWith() {
    people.acceptLink(people.invite(ANN), "password");
    String token = people.createToken("ann", "ci", HOUR);
    String link = people.invite(ANN);
    people.invite(BOB);

    assertThat(people.endAccess("ann")).isTrue();

    assertThat(people.passwordHash("ann")).isEmpty();
    assertThat(people.personOfToken(token)).isEmpty();
    assertThat(people.acceptLink(link, "again")).isEmpty();
    assertThat(people.all()).containsExactly(BOB);
  }

  @Test
  void whoIsNotThereHasNoAccessToEnd() {
    people.invite(BOB);

    assertThat(people.endAccess("ann")).isFalse();

    assertThat(people.all()).containsExactly(BOB);
  }
}
