package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who there is. Secrets come in as they were given and are kept as hashes; password hashes are made
 * and checked by whoever asks for passwords. What changes is in the audit trail as soon as it has
 * changed, under the name of who did it. Safe for any thread.
 */
public interface People {

  Duration LINK_LIFETIME = Duration.ofDays(3);

  /** Nobody can sign in yet. */
  boolean isEmpty();

  List<Person> all();

  /**
   * Makes a person, or gives one this role and lets them choose a new password; the old one is good
   * for nothing from now on. Returns the secret of a one-time link.
   */
  String invite(Person person, String by);

  /** The same, where nobody can sign in yet who could. */
  default String invite(Person person) {
    return invite(person, "lowtide");
  }

  /** Whose link this is, if it is unused and not too old. */
  Optional<Person> personOfLink(String secret);

  /**
   * Uses up a link: its person has this password from now on, and none of the tokens from before,
   * since whoever knew the old password may have made them.
   */
  Optional<Person> acceptLink(String secret, String passwordHash);

  /** Forgets a person with password, links and tokens; false if there is no such. */
  boolean endAccess(String name, String by);

  Optional<Person> find(String name);

  Optional<String> passwordHash(String name);

  /** Makes a token that acts as this person. Returns its secret, which is kept nowhere. */
  String createToken(String name, String label, TokenScope scope, Duration lifetime);

  /** Whose token this is and what it is good for, if it is not too old. */
  Optional<Bearer> bearer(String secret);

  /** This person's tokens that are still good for something. */
  List<AccessToken> tokens(String name);

  /** Ends one of this person's tokens; false if there is no such. */
  boolean revokeToken(String name, long id);
}
