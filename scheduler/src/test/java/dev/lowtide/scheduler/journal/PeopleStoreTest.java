package dev.lowtide.scheduler.journal;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.operator.AccessToken;
import dev.lowtide.scheduler.operator.Bearer;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.TokenScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class PeopleStoreTest {

  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Person BOB = new Person("bob", Role.ADMINISTRATOR);
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = open();
  private final PeopleStore people = new PeopleStore(store, clock);

  /** The same holds for every kind of store. */
  protected Store open() {
    return Stores.inMemory();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isEmptyUntilSomebodyCanSignIn() {
    assertThat(people.isEmpty()).isTrue();

    String secret = people.invite(ANN);
    assertThat(people.isEmpty()).isTrue();

    people.acceptLink(secret, "hash-of-password");
    assertThat(people.isEmpty()).isFalse();
  }

  @Test
  void whoIsInvitedIsKnown() {
    people.invite(BOB);
    people.invite(ANN);

    assertThat(people.all()).containsExactly(ANN, BOB);
    assertThat(people.find("ann")).contains(ANN);
    assertThat(people.find("carl")).isEmpty();
  }

  @Test
  void aLinkSetsThePasswordOfItsPerson() {
    String secret = people.invite(ANN);
    assertThat(people.personOfLink(secret)).contains(ANN);
    assertThat(people.passwordHash("ann")).isEmpty();

    assertThat(people.acceptLink(secret, "hash-of-password")).contains(ANN);

    assertThat(people.passwordHash("ann")).contains("hash-of-password");
  }

  @Test
  void aLinkWorksOnce() {
    String secret = people.invite(ANN);
    people.acceptLink(secret, "first");

    assertThat(people.acceptLink(secret, "second")).isEmpty();

    assertThat(people.personOfLink(secret)).isEmpty();
    assertThat(people.passwordHash("ann")).contains("first");
  }

  @Test
  void aLinkExpires() {
    String secret = people.invite(ANN);
    clock.advance(People.LINK_LIFETIME.minusMillis(1));
    assertThat(people.personOfLink(secret)).contains(ANN);

    clock.advance(Duration.ofMillis(1));

    assertThat(people.personOfLink(secret)).isEmpty();
    assertThat(people.acceptLink(secret, "late")).isEmpty();
    assertThat(people.passwordHash("ann")).isEmpty();
  }

  @Test
  void aNewLinkMakesTheOldOneWorthless() {
    String old = people.invite(ANN);
    String fresh = people.invite(ANN);

    assertThat(people.acceptLink(old, "old")).isEmpty();
    assertThat(people.acceptLink(fresh, "fresh")).contains(ANN);
  }

  @Test
  void aNewLinkForSomebodyElseLeavesTheOldOneAlone() {
    String secret = people.invite(ANN);

    people.invite(BOB);

    assertThat(people.personOfLink(secret)).contains(ANN);
  }

  @Test
  void aTokenActsAsItsPersonUntilItExpires() {
    people.invite(ANN);
    String secret = people.createToken("ann", "ci", TokenScope.ACT, HOUR);
    clock.advance(HOUR.minusMillis(1));
    assertThat(people.bearer(secret)).contains(new Bearer(ANN, TokenScope.ACT));

    clock.advance(Duration.ofMillis(1));

    assertThat(people.bearer(secret)).isEmpty();
  }

  @Test
  void aTokenWorksMoreThanOnce() {
    people.invite(ANN);
    String secret = people.createToken("ann", "ci", TokenScope.ACT, HOUR);

    people.bearer(secret);

    assertThat(people.bearer(secret)).contains(new Bearer(ANN, TokenScope.ACT));
  }

  @Test
  void aLinkIsNoTokenAndATokenNoLink() {
    String link = people.invite(ANN);
    String token = people.createToken("ann", "ci", TokenScope.ACT, HOUR);

    assertThat(people.bearer(link)).isEmpty();
    assertThat(people.acceptLink(token, "password")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "' OR '1' = '1"})
  void whatIsNoSecretIsNobodys(String secret) {
    people.invite(ANN);
    people.createToken("ann", "ci", TokenScope.ACT, HOUR);

    assertThat(people.personOfLink(secret)).isEmpty();
    assertThat(people.bearer(secret)).isEmpty();
  }

  @Test
  void nobodyGetsATokenWhoIsNotThere() {
    assertThatThrownBy(() -> people.createToken("carl", "ci", TokenScope.ACT, HOUR))
        .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase("access_token"));
  }

  @Test
  void aTokenIsListedUntilItIsTooOld() {
    people.invite(ANN);
    people.createToken("ann", "ci", TokenScope.ACT, HOUR);
    people.createToken("ann", "laptop", TokenScope.ACT, HOUR.multipliedBy(3));

    assertThat(people.tokens("ann")).extracting(AccessToken::label).containsExactly("ci", "laptop");
    clock.advance(HOUR);

    assertThat(people.tokens("ann")).extracting(AccessToken::label).containsExactly("laptop");
  }

  @Test
  void aRevokedTokenIsNobodys() {
    people.invite(ANN);
    String token = people.createToken("ann", "ci", TokenScope.ACT, HOUR);
    long id = people.tokens("ann").get(0).id();

    assertThat(people.revokeToken("ann", id)).isTrue();

    assertThat(people.bearer(token)).isEmpty();
    assertThat(people.tokens("ann")).isEmpty();
  }

  @Test
  void nobodyRevokesTheTokenOfSomebodyElse() {
    people.invite(ANN);
    people.invite(BOB);
    String token = people.createToken("ann", "ci", TokenScope.ACT, HOUR);
    long id = people.tokens("ann").get(0).id();

    assertThat(people.revokeToken("bob", id)).isFalse();

    assertThat(people.bearer(token)).contains(new Bearer(ANN, TokenScope.ACT));
  }

  @Test
  void secretsAreLongAndDiffer() {
    String one = people.invite(ANN);
    String other = people.invite(ANN);

    assertThat(one).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(other);
  }

  @Test
  void secretsAreNotStoredInClear() {
    String link = people.invite(ANN);
    String token = people.createToken("ann", "ci", TokenScope.ACT, HOUR);

    assertThat(rows("one_time_link")).hasSize(1).noneMatch(row -> row.contains(link));
    assertThat(rows("access_token")).hasSize(1).noneMatch(row -> row.contains(token));
  }

  @Test
  void peopleSurviveReopening(@TempDir Path directory) {
    String url = "jdbc:h2:file:" + directory.resolve("store");
    String token;
    String link;
    try (Store file = Store.open(url)) {
      PeopleStore written = new PeopleStore(file, clock);
      written.acceptLink(written.invite(ANN), "hash-of-password");
      token = written.createToken("ann", "ci", TokenScope.ACT, HOUR);
      link = written.invite(BOB);
    }

    try (Store file = Store.open(url)) {
      PeopleStore read = new PeopleStore(file, clock);
      assertThat(read.all()).containsExactly(ANN, BOB);
      assertThat(read.passwordHash("ann")).contains("hash-of-password");
      assertThat(read.bearer(token)).contains(new Bearer(ANN, TokenScope.ACT));
      assertThat(read.personOfLink(link)).contains(BOB);
    }
  }

  private List<String> rows(String table) {
    return store
        .jdbi()
        .withHandle(handle -> handle.createQuery("SELECT * FROM " + table).mapToMap().list())
        .stream()
        .map(Map::toString)
        .toList();
  }
}
