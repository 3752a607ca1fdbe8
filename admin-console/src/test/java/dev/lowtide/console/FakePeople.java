package dev.lowtide.console;

import dev.lowtide.scheduler.operator.AccessToken;
import dev.lowtide.scheduler.operator.Bearer;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.TokenScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People with passwords, tokens and links that tests give them. */
final class FakePeople implements People {

  private final Map<String, Person> known = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final Map<String, Bearer> tokens = new HashMap<>();
  private final Map<String, Person> links = new HashMap<>();

  private final List<String> done = new ArrayList<>();

  /** What was done to whom, and by whom. */
  List<String> done() {
    return done;
  }

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
    addToken(person, TokenScope.ACT, token);
  }

  void addToken(Person person, TokenScope scope, String token) {
    tokens.put(token, new Bearer(person, scope));
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
  public String invite(Person person, String by) {
    done.add("invite " + person.name() + " by " + by);
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
  public boolean endAccess(String name, String by) {
    done.add("end access of " + name + " by " + by);
    hashes.remove(name);
    tokens.values().removeIf(bearer -> bearer.person().name().equals(name));
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
  public String createToken(String name, String label, TokenScope scope, Duration lifetime) {
    done.add("token of " + name + " to " + scope + " for " + lifetime.toDays() + " days");
    return "token-of-" + name;
  }

  @Override
  public Optional<Bearer> bearer(String secret) {
    return Optional.ofNullable(tokens.get(secret));
  }

  @Override
  public List<AccessToken> tokens(String name) {
    return List.of();
  }

  @Override
  public boolean revokeToken(String name, long id) {
    throw new UnsupportedOperationException();
  }
}
