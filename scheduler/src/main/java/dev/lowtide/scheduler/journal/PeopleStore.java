package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.AccessToken;
import dev.lowtide.scheduler.operator.Bearer;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Permission;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import dev.lowtide.scheduler.operator.TokenScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** People in the store. Secrets of links and tokens are kept as hashes only. Any thread. */
public final class PeopleStore implements People {

  private final Jdbi jdbi;
  private final Clock clock;

  public PeopleStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.clock = clock;
  }

  @Override
  public boolean isEmpty() {
    return jdbi.withHandle(
        handle ->
            handle
                    .createQuery("SELECT COUNT(*) FROM person WHERE password_hash IS NOT NULL")
                    .mapTo(long.class)
                    .one()
                == 0);
  }

  @Override
  public List<Person> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM person")
                .map((row, context) -> person(row))
                // Not by the store: each kind has another idea of the alphabet.
                .list()
                .stream()
                .sorted(Comparator.comparing(Person::name))
                .toList());
  }

  @Override
  public String invite(Person person, String by) {
    String secret = Secret.next();
    jdbi.useTransaction(
        handle -> {
          if (find(handle, person.name()).isEmpty()) {
            add(handle, person);
          } else {
            startOver(handle, person);
          }
          if (!person.permissions().contains(Permission.APPROVE)) {
            VotesWithdrawn.of(handle, person.name(), by, clock.instant());
          }
          delete(handle, "one_time_link", person.name());
          handle
              .createUpdate(
                  "INSERT INTO one_time_link (secret_hash, person, expires_at)"
                      + " VALUES (:hash, :name, :expires)")
              .bind("hash", Secret.hash(secret))
              .bind("name", person.name())
              .bind("expires", clock.instant().plus(LINK_LIFETIME).toEpochMilli())
              .execute();
          record(handle, by, "invite", person.name() + " as " + person.roleText());
        });
    return secret;
  }

  private void add(Handle handle, Person person) {
    handle
        .createUpdate(
            "INSERT INTO person (name, role, also_approves, created_at)"
                + " VALUES (:name, :role, :approves, :now)")
        .bind("name", person.name())
        .bind("role", person.role().name())
        .bind("approves", person.isAlsoApprover())
        .bind("now", clock.millis())
        .execute();
  }

  private static void startOver(Handle handle, Person person) {
    handle
        .createUpdate(
            "UPDATE person SET role = :role, also_approves = :approves, password_hash = NULL"
                + " WHERE name = :name")
        .bind("role", person.role().name())
        .bind("approves", person.isAlsoApprover())
        .bind("name", person.name())
        .execute();
  }

  @Override
  public Optional<Person> personOfLink(String secret) {
    return jdbi.withHandle(handle -> byLink(handle, secret));
  }

  @Override
  public Optional<Person> acceptLink(String secret, String passwordHash) {
    return jdbi.inTransaction(
        handle -> {
          Optional<Person> person = byLink(handle, secret);
          int used =
              handle
                  .createUpdate("DELETE FROM one_time_link WHERE secret_hash = :hash")
                  .bind("hash", Secret.hash(secret))
                  .execute();
          if (person.isEmpty() || used != 1) {
            return Optional.empty();
          }
          handle
              .createUpdate("UPDATE person SET password_hash = :password WHERE name = :name")
              .bind("password", passwordHash)
              .bind("name", person.get().name())
              .execute();
          delete(handle, "access_token", person.get().name());
          record(handle, person.get().name(), "choose password", "through a one-time link");
          return person;
        });
  }

  @Override
  public boolean endAccess(String name, String by) {
    return jdbi.inTransaction(
        handle -> {
          delete(handle, "one_time_link", name);
          delete(handle, "access_token", name);
          int ended =
              handle
                  .createUpdate("DELETE FROM person WHERE name = :name")
                  .bind("name", name)
                  .execute();
          if (ended == 1) {
            VotesWithdrawn.of(handle, name, by, clock.instant());
            record(handle, by, "end access", name);
          }
          return ended == 1;
        });
  }

  @Override
  public Optional<Person> find(String name) {
    return jdbi.withHandle(handle -> find(handle, name));
  }

  @Override
  public Optional<String> passwordHash(String name) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT password_hash FROM person"
                        + " WHERE name = :name AND password_hash IS NOT NULL")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
  }

  @Override
  public String createToken(String name, String label, TokenScope scope, Duration lifetime) {
    String secret = Secret.next();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  "INSERT INTO access_token (secret_hash, person, label, scope, expires_at)"
                      + " VALUES (:hash, :name, :label, :scope, :expires)")
              .bind("hash", Secret.hash(secret))
              .bind("name", name)
              .bind("label", StoreText.of(label, StoreText.NAME))
              .bind("scope", scope.name())
              .bind("expires", clock.instant().plus(lifetime).toEpochMilli())
              .execute();
          record(handle, name, "create token", label + ", to " + scope);
        });
    return secret;
  }

  @Override
  public Optional<Bearer> bearer(String secret) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT p.*, t.scope FROM person p JOIN access_token t ON t.person = p.name"
                        + " WHERE t.secret_hash = :hash AND t.expires_at > :now")
                .bind("hash", Secret.hash(secret))
                .bind("now", clock.millis())
                .map(
                    (row, context) ->
                        new Bearer(person(row), TokenScope.valueOf(row.getString("scope"))))
                .findOne());
  }

  @Override
  public List<AccessToken> tokens(String name) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM access_token WHERE person = :name AND expires_at > :now"
                        + " ORDER BY id")
                .bind("name", name)
                .bind("now", clock.millis())
                .map(
                    (row, context) ->
                        new AccessToken(
                            row.getLong("id"),
                            row.getString("label"),
                            TokenScope.valueOf(row.getString("scope")),
                            Instant.ofEpochMilli(row.getLong("expires_at"))))
                .list());
  }

  @Override
  public boolean revokeToken(String name, long id) {
    return jdbi.inTransaction(
        handle -> {
          int revoked =
              handle
                  .createUpdate("DELETE FROM access_token WHERE id = :id AND person = :name")
                  .bind("id", id)
                  .bind("name", name)
                  .execute();
          if (revoked == 1) {
            record(handle, name, "revoke token", "token " + id);
          }
          return revoked == 1;
        });
  }

  private void record(Handle handle, String by, String action, String text) {
    AuditTrail.record(handle, clock.instant(), by, action, text);
  }

  private Optional<Person> byLink(Handle handle, String secret) {
    return handle
        .createQuery(
            "SELECT p.* FROM person p JOIN one_time_link l ON l.person = p.name"
                + " WHERE l.secret_hash = :hash AND l.expires_at > :now")
        .bind("hash", Secret.hash(secret))
        .bind("now", clock.millis())
        .map((row, context) -> person(row))
        .findOne();
  }

  private static void delete(Handle handle, String secrets, String name) {
    handle
        .createUpdate("DELETE FROM " + secrets + " WHERE person = :name")
        .bind("name", name)
        .execute();
  }

  private static Optional<Person> find(Handle handle, String name) {
    return handle
        .createQuery("SELECT * FROM person WHERE name = :name")
        .bind("name", name)
        .map((row, context) -> person(row))
        .findOne();
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        row.getBoolean("also_approves"));
  }
}
