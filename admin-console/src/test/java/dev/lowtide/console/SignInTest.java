package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {

  private static final Person ANN = new Person("ann", Role.OPERATOR);
  private static final Person BOB = new Person("bob", Role.VIEWER);
  private static final String PASSWORD = "correct horse battery";
  private static final int TRIES = 10;
  private static String hash = "";

  private static final int TRIES_FROM_AN_ADDRESS = 100;
  private static final String TOO_LONG_TO_BE_HASHED = "x".repeat(300);

  private final FakePeople people = new FakePeople();
  private final List<String> failures = new ArrayList<>();
  private final SignIn signIn =
      new SignIn(people, (name, address) -> failures.add(name + " from " + address));

  @BeforeAll
  static void hashOnce() {
    hash = SignIn.hash(PASSWORD);
  }

  @BeforeEach
  void addPeople() {
    people.addPassword(ANN, hash);
    people.addPassword(BOB, hash);
  }

  @Test
  void thePasswordOpensTheDoorForItsPerson() {
    assertThat(signIn.check("ann", PASSWORD, "192.0.2.1")).contains(ANN);
  }

  @ParameterizedTest
  @CsvSource({"ann, Correct horse battery", "ann, ''", "carl, correct horse battery"})
  void nothingElseDoes(String name, String password) {
    assertThat(signIn.check(name, password, "192.0.2.1")).isEmpty();
  }

  @Test
  void aPasswordLongerThanAnyIsNotChecked() {
    String longest = "x".repeat(257);
    people.addPassword(ANN, SignIn.hash(longest));

    assertThat(signIn.check("ann", longest, "192.0.2.1")).isEmpty();
  }

  @Test
  void strangersWhoGuessKeepNobodyOutWhoSignedInThereBefore() {
    fail(TRIES, "ann", "192.0.2.1");
    for (int i = 0; i < TRIES_FROM_AN_ADDRESS; i++) {
      signIn.check("nobody" + i, TOO_LONG_TO_BE_HASHED, "192.0.2.2");
    }
    assertThat(signIn.check("bob", PASSWORD, "192.0.2.2")).isEmpty();

    assertThat(signIn.check("ann", PASSWORD, "192.0.2.9")).isEmpty();
    assertThat(signIn.checkKnown("ann", PASSWORD, "192.0.2.2", "her laptop")).contains(ANN);
  }

  @Test
  void whereSomebodySignedInBeforeThereIsNoGuessingEither() {
    for (int i = 0; i < TRIES; i++) {
      assertThat(signIn.checkKnown("ann", TOO_LONG_TO_BE_HASHED, "192.0.2.1", "her laptop"))
          .isEmpty();
    }

    assertThat(signIn.checkKnown("ann", PASSWORD, "192.0.2.1", "her laptop")).isEmpty();
    assertThat(signIn.checkKnown("ann", PASSWORD, "192.0.2.1", "her telephone")).contains(ANN);
    assertThat(signIn.check("ann", PASSWORD, "192.0.2.1")).contains(ANN);
  }

  @Test
  void aNetworkOfSixthGenerationIsOneAddress() {
    for (int i = 0; i < TRIES_FROM_AN_ADDRESS; i++) {
      signIn.check("nobody" + i, TOO_LONG_TO_BE_HASHED, "2001:db8:0:1::" + Integer.toHexString(i));
    }

    assertThat(signIn.check("ann", PASSWORD, "2001:db8:0:1:ffff::1")).isEmpty();
    assertThat(signIn.check("ann", PASSWORD, "2001:db8:0:2::1")).contains(ANN);
  }

  @Test
  void whoComesInACrowdOfStrangersIsToldSoAndKeepsTheirTries() throws Exception {
    CountDownLatch waiting = new CountDownLatch(32);
    CountDownLatch goOn = new CountDownLatch(1);
    people.whenHashIsAsked(
        () -> {
          waiting.countDown();
          await(goOn);
        });
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String name = "nobody" + i;
      Thread thread = new Thread(() -> signIn.check(name, PASSWORD, "192.0.2.1"));
      thread.start();
      crowd.add(thread);
    }
    await(waiting);

    assertThatThrownBy(() -> signIn.check("ann", PASSWORD, "192.0.2.2"))
        .hasMessageContaining("too many people sign in at this moment");

    goOn.countDown();
    for (Thread thread : crowd) {
      thread.join();
    }
    assertThat(signIn.check("ann", PASSWORD, "192.0.2.2")).contains(ANN);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void triesThatNobodyCouldCheckDoNotCount() {
    AtomicBoolean isGone = new AtomicBoolean(true);
    people.whenHashIsAsked(
        () -> {
          if (isGone.get()) {
            throw new OperatorException(OperatorException.Kind.UNAVAILABLE, "the store is gone");
          }
        });
    for (int i = 0; i < TRIES; i++) {
      assertThatThrownBy(() -> signIn.check("ann", PASSWORD, "192.0.2.1"))
          .hasMessage("the store is gone");
      assertThatThrownBy(() -> signIn.checkKnown("ann", PASSWORD, "192.0.2.1", "her laptop"))
          .hasMessage("the store is gone");
    }
    isGone.set(false);

    assertThat(signIn.check("ann", PASSWORD, "192.0.2.1")).contains(ANN);
    assertThat(signIn.checkKnown("ann", PASSWORD, "192.0.2.1", "her laptop")).contains(ANN);
  }

  @Test
  void aNameThatNobodyCanHaveIsNotLookedUp() {
    assertThat(signIn.check("ann\0", PASSWORD, "192.0.2.1")).isEmpty();
    assertThat(people.hashesAsked()).isZero();
  }

  @Test
  void afterTooManyTriesTheRightOneIsRefusedAsWell() {
    fail(TRIES - 1, "ann", "192.0.2.1");
    assertThat(signIn.check("ann", PASSWORD, "192.0.2.2")).contains(ANN);

    fail(1, "ann", "192.0.2.1");

    assertThat(signIn.check("ann", PASSWORD, "192.0.2.2")).isEmpty();
    assertThat(signIn.check("bob", PASSWORD, "192.0.2.2")).contains(BOB);
  }

  /** Each begins before the one before has ended. */
  @Test
  void triesAtTheSameTimeCountAsWell() {
    people.whenHashIsAsked(() -> signIn.check("ann", "guess", "192.0.2.1"));

    signIn.check("ann", "guess", "192.0.2.1");

    assertThat(people.hashesAsked()).isEqualTo(TRIES);
  }

  @Test
  void aPasswordThatIsTakenAwayWhileItIsCheckedOpensNothing() {
    people.whenHashIsAsked(
        () -> {
          if (people.hashesAsked() > 1) {
            people.invite(ANN);
          }
        });

    assertThat(signIn.check("ann", PASSWORD, "192.0.2.1")).isEmpty();
  }

  @Test
  void theRightPasswordDoesNotCount() {
    fail(TRIES - 1, "ann", "192.0.2.1");

    assertThat(signIn.check("ann", PASSWORD, "192.0.2.2")).contains(ANN);
    assertThat(signIn.check("ann", PASSWORD, "192.0.2.2")).contains(ANN);
  }

  @Test
  void aNameLongerThanAnyCostsNothing() {
    assertThat(signIn.check("x".repeat(65), PASSWORD, "192.0.2.1")).isEmpty();

    assertThat(people.hashesAsked()).isZero();
    assertThat(failures).isEmpty();
  }

  @Test
  void failuresAreToldAsLongAsTheyCount() {
    fail(TRIES + 5, "ann", "192.0.2.1");
    signIn.check("bob", PASSWORD, "192.0.2.2");

    assertThat(failures).hasSize(TRIES).containsOnly("ann from 192.0.2.1");
  }

  @Test
  void anAddressThatTriesManyNamesIsRefused() {
    for (int i = 0; i < TRIES_FROM_AN_ADDRESS; i++) {
      assertThat(signIn.check("name" + i, TOO_LONG_TO_BE_HASHED, "192.0.2.1")).isEmpty();
    }

    assertThat(signIn.check("ann", PASSWORD, "192.0.2.1")).isEmpty();
    assertThat(signIn.check("ann", PASSWORD, "192.0.2.2")).contains(ANN);
  }

  @Test
  void theSamePasswordHasAnotherHashEachTime() {
    assertThat(SignIn.hash(PASSWORD)).isNotEqualTo(hash).startsWith("$argon2id$");
  }

  @ParameterizedTest
  @CsvSource({"11, true", "12, false", "256, false", "257, true"})
  void aPasswordHasALength(int length, boolean isObjected) {
    assertThat(SignIn.objection("x".repeat(length)).isPresent()).isEqualTo(isObjected);
  }

  @Test
  void theObjectionNamesTheLengthThatIsExpected() {
    assertThat(SignIn.objection("short"))
        .contains("The password has 5 characters (expected: 12 to 256).");
  }

  private void fail(int times, String name, String address) {
    for (int i = 0; i < times; i++) {
      assertThat(signIn.check(name, "guess " + i, address)).isEmpty();
    }
  }
}
