package dev.lowtide.console;

import dev.lowtide.scheduler.operator.AccessToken;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People with passwords, tokens and links that tests give them. */
final class FakePeople implements People {

  private final Map<String, Person> known = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final Map<String, Person> tokens = new HashMap<>();
  private final Map<String, Person> links = new HashMap<>();

  /** How often a password was about to be checked. */
  private int hashesAsked;

  private Runnable whenAsked = () -> {};

  int hashesAsked() {
    return hashesAsked;
  }

  /** Happens whenever a password is about to be checked. */
  void whenHashIsAsked(Runnable action) {
    whenAsked = action;
  }

  void addToken(Person person, String token) {
    tokens.put(token, person);
  }

  void addPassword(Person person, String hash) {
    known.put(person.name(), person);
    hashes.put(person.name(), hash);
  }

  @Override
  public boolean isEmpty() {
    return known.isEmpty();
  }

  @Override
  public List<Person> all() {
    return List.copyOf(known.values());
  }

  @Override
  public String invite(Person person) {
    known.put(person.name(), person);
    hashes.remove(person.name());
    String secret = "link-of-" + person.name();
    links.put(secret, person);
    return secret;
  }

  @Override
  public Optional<Person> personOfLink(String secret) {
    return Optional.ofNullable(links.get(secret));
  }

  @Override
  public Optional<Person> acceptLink(String secret, String passwordHash) {
    Optional<Person> person = Optional.ofNullable(links.remove(secret));
    person.ifPresent(known -> addPassword(known, passwordHash));
    return person;
  }

  @Override
  public boolean endAccess(String name) {
    hashes.remove(name);
    tokens.values().removeIf(person -> person.name().equals(name));
    links.values().removeIf(person -> person.name().equals(name));
    return known.remove(name) != null;
  }

  @Override
  public Optional<Person> find(String name) {
    return Optional.ofNullable(known.get(name));
  }

  @Override
  public Optional<String> passwordHash(String name) {
    hashesAsked++;
    whenAsked.run();
    return Optional.ofNullable(hashes.get(name));
  }

  @Override
  public String createToken(String name, String label, Duration lifetime) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Person> personOfToken(String secret) {
    return Optional.ofNullable(tokens.get(secret));
  }

  @Override
  public List<AccessToken> tokens(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean revokeToken(String name, long id) {
    throw new UnsupportedOperationException();
  }
}
