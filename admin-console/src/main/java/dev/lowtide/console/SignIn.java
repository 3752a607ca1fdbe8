package dev.lowtide.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passwords: checked slowly on purpose (Argon2id), and not often. Safe for any thread.
 *
 * <p>Guessing is slowed per name and per address; who guesses right meanwhile is refused as well.
 */
final class SignIn {

  static final int PASSWORD_LENGTH_MIN = 12;

  /** Longer ones only cost us time. */
  private static final int PASSWORD_LENGTH_MAX = 256;

  private static final int FAILURES_OF_A_NAME_MAX = 10;

  /** A whole office, or whatever speaks TLS for us, may have one address. */
  private static final int FAILURES_FROM_AN_ADDRESS_MAX = 100;

  private static final Duration FAILURES_KEPT = Duration.ofMinutes(15);

  /** 19 MiB, two passes, one lane: the least of OWASP's recommendations for Argon2id. */
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);

  /** So that an unknown name takes as long as a known one. */
  private static final String NOBODYS_HASH = hash("a password that nobody has");

  private final People people;
  private final Cache<String, AtomicInteger> failures =
      Caffeine.newBuilder().expireAfterWrite(FAILURES_KEPT).maximumSize(100_000).build();

  SignIn(People people) {
    this.people = people;
  }

  /** The person, if the password is theirs and not too many were tried. */
  Optional<Person> check(String name, String password, String address) {
    if (failures("name " + name) >= FAILURES_OF_A_NAME_MAX
        || failures("address " + address) >= FAILURES_FROM_AN_ADDRESS_MAX) {
      return Optional.empty();
    }
    Optional<String> hash = people.passwordHash(name);
    boolean isRight =
        password.length() <= PASSWORD_LENGTH_MAX
            && Password.check(password, hash.orElse(NOBODYS_HASH)).with(ARGON2)
            && hash.isPresent();
    if (!isRight) {
      countFailure("name " + name);
      countFailure("address " + address);
      return Optional.empty();
    }
    return people.find(name);
  }

  private int failures(String key) {
    AtomicInteger count = failures.getIfPresent(key);
    return count == null ? 0 : count.get();
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
    return Password.hash(password).addRandomSalt().with(ARGON2).getResult();
  }

  private void countFailure(String key) {
    failures.asMap().computeIfAbsent(key, ignored -> new AtomicInteger()).incrementAndGet();
  }
}
