package dev.lowtide.console;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import io.javalin.http.ServiceUnavailableResponse;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Passwords: checked slowly on purpose (Argon2id), and not often. Safe for any thread.
 *
 * <p>Guessing is slowed per name and per address; who guesses right meanwhile is refused as well.
 */
final class SignIn {

  static final int PASSWORD_LENGTH_MIN = 12;

  /** Longer ones only cost us time. */
  private static final int PASSWORD_LENGTH_MAX = 256;

  /** As of {@link Person}: nobody has a longer one. */
  private static final int NAME_LENGTH_MAX = 64;

  private static final int FAILURES_OF_A_NAME_MAX = 10;

  /** A whole office, or whatever speaks TLS for us, may have one address. */
  private static final int FAILURES_FROM_AN_ADDRESS_MAX = 100;

  /**
   * Each takes 19 MiB and a core for some 30 ms, and the cores are the relay's first of all. Those
   * who come meanwhile wait, in their order.
   */
  private static final Semaphore HASHING = new Semaphore(2, true);

  /** Half a second's work. Each who waits has one of the threads that pages are made by. */
  private static final int STRANGERS_WAITING_MAX = 32;

  /** Loaded when the first password is hashed: it keeps its 19 MiB from then on. */
  private static final class Hashing {

    /** 19 MiB, two passes, one lane: the least of OWASP's recommendations for Argon2id. */
    static final Argon2Function ARGON2 = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);

    /** So that an unknown name takes as long as a known one. */
    static final String NOBODYS_HASH =
        Password.hash("a password that nobody has").addRandomSalt().with(ARGON2).getResult();
  }

  private final People people;
  private final Failures failures;
  private final Tries triesOfNames = new Tries(FAILURES_OF_A_NAME_MAX);
  private final Tries triesFromAddresses = new Tries(FAILURES_FROM_AN_ADDRESS_MAX);
  private final Tries triesInBrowsers = new Tries(FAILURES_OF_A_NAME_MAX);
  private final Semaphore strangers = new Semaphore(STRANGERS_WAITING_MAX);

  /** Is told of those who did not know the password; not of those who were refused unheard. */
  @FunctionalInterface
  interface Failures {
    void onFailure(String name, String address);
  }

  SignIn(People people, Failures failures) {
    this.people = people;
    this.failures = failures;
  }

  /** The person, if the password is theirs and not too many were tried. */
  Optional<Person> check(String name, String password, String address) {
    // Nobody has such a name, and not every store can be asked for one.
    boolean isNoName = name.length() > NAME_LENGTH_MAX || name.indexOf('\0') >= 0;
    String network = Networks.of(address);
    if (isNoName || !begin(name, network)) {
      return Optional.empty();
    }
    if (!strangers.tryAcquire()) {
      takeBack(name, network);
      throw new ServiceUnavailableResponse(
          "too many people sign in at this moment; try again in a few seconds");
    }
    try {
      Optional<Person> person = checked(name, password, address);
      person.ifPresent(ignored -> takeBack(name, network));
      return person;
    } catch (OperatorException e) {
      takeBack(name, network);
      throw e;
    } finally {
      strangers.release();
    }
  }

  /**
   * The same where this person has signed in before: what strangers try, by this name or from this
   * address, does not count there.
   *
   * @param browser of {@link KnownBrowsers}, or a session of theirs
   */
  Optional<Person> checkKnown(String name, String password, String address, String browser) {
    if (!triesInBrowsers.begin(browser)) {
      return Optional.empty();
    }
    try {
      Optional<Person> person = checked(name, password, address);
      person.ifPresent(ignored -> triesInBrowsers.takeBack(browser));
      return person;
    } catch (OperatorException e) {
      triesInBrowsers.takeBack(browser);
      throw e;
    }
  }

  private Optional<Person> checked(String name, String password, String address) {
    Optional<String> hash = people.passwordHash(name);
    if (!isRight(password, hash)) {
      failures.onFailure(name, address);
      return Optional.empty();
    }
    // Checking takes its time, and the password may have been taken away meanwhile.
    return people.passwordHash(name).equals(hash) ? people.find(name) : Optional.empty();
  }

  private boolean begin(String name, String network) {
    if (!triesOfNames.begin(name)) {
      return false;
    }
    if (!triesFromAddresses.begin(network)) {
      triesOfNames.takeBack(name);
      return false;
    }
    return true;
  }

  private void takeBack(String name, String network) {
    triesOfNames.takeBack(name);
    triesFromAddresses.takeBack(network);
  }

  private static boolean isRight(String password, Optional<String> hash) {
    if (password.length() > PASSWORD_LENGTH_MAX) {
      return false;
    }
    HASHING.acquireUninterruptibly();
    try {
      return Password.check(password, hash.orElse(Hashing.NOBODYS_HASH)).with(Hashing.ARGON2)
          && hash.isPresent();
    } finally {
      HASHING.release();
    }
  }

  /** Why a password may not be chosen, or nothing. */
  static Optional<String> objection(String password) {
    boolean isGood =
        password.length() >= PASSWORD_LENGTH_MIN && password.length() <= PASSWORD_LENGTH_MAX;
    return isGood
        ? Optional.empty()
        : Optional.of(
            "The password has "
                + password.length()
                + " characters (expected: "
                + PASSWORD_LENGTH_MIN
                + " to "
                + PASSWORD_LENGTH_MAX
                + ").");
  }

  static String hash(String password) {
    HASHING.acquireUninterruptibly();
    try {
      return Password.hash(password).addRandomSalt().with(Hashing.ARGON2).getResult();
    } finally {
      HASHING.release();
    }
  }
}
