package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.AccessToken;
import dev.lowtide.scheduler.operator.People;
import dev.lowtide.scheduler.operator.Person;
import dev.lowtide.scheduler.operator.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** People in the store. Secrets of links and tokens are kept as hashes only. Any thread. */
public final class PeopleStore implements People {

  /** 256 bits: not to be guessed, so a plain hash of it is enough. */
  private static final int SECRET_BYTES = 32;

  private final Jdbi jdbi;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

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
                .createQuery("SELECT * FROM person ORDER BY name")
                .map((row, context) -> person(row))
                .list());
  }

  @Override
  public String invite(Person person) {
    String secret = secret();
    jdbi.useTransaction(
        handle -> {
          if (find(handle, person.name()).isEmpty()) {
            add(handle, person);
          } else {
            startOver(handle, person);
          }
          delete(handle, "one_time_link", person.name());
          handle
              .createUpdate(
                  "INSERT INTO one_time_link (secret_hash, person, expires_at)"
                      + " VALUES (:hash, :name, :expires)")
              .bind("hash", hash(secret))
              .bind("name", person.name())
              .bind("expires", clock.instant().plus(LINK_LIFETIME).toEpochMilli())
              .execute();
        });
    return secret;
  }

  private void add(Handle handle, Person person) {
    handle
        .createUpdate("INSERT INTO person (name, role, created_at) VALUES (:name, :role, :now)")
        .bind("name", person.name())
        .bind("role", person.role().name())
        .bind("now", clock.millis())
        .execute();
  }

  private static void startOver(Handle handle, Person person) {
    handle
        .createUpdate("UPDATE person SET role = :role, password_hash = NULL WHERE name = :name")
        .bind("role", person.role().name())
        .bind("name", person.name())
        .execute();
  }

  @Override
  public Optional<Person> personOfLink(String secret) {
    return jdbi.withHandle(handle -> bySecret(handle, "one_time_link", secret));
  }

  @Override
  public Optional<Person> acceptLink(String secret, String passwordHash) {
    return jdbi.inTransaction(
        handle -> {
          Optional<Person> person = bySecret(handle, "one_time_link", secret);
          int used =
              handle
                  .createUpdate("DELETE FROM one_time_link WHERE secret_hash = :hash")
                  .bind("hash", hash(secret))
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
          return person;
        });
  }

  @Override
  public boolean endAccess(String name) {
    return jdbi.inTransaction(
        handle -> {
          delete(handle, "one_time_link", name);
          delete(handle, "access_token", name);
          return handle
                  .createUpdate("DELETE FROM person WHERE name = :name")
                  .bind("name", name)
                  .execute()
              == 1;
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
  public String createToken(String name, String label, Duration lifetime) {
    String secret = secret();
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO access_token (secret_hash, person, label, expires_at)"
                        + " VALUES (:hash, :name, :label, :expires)")
                .bind("hash", hash(secret))
                .bind("name", name)
                .bind("label", label)
                .bind("expires", clock.instant().plus(lifetime).toEpochMilli())
                .execute());
    return secret;
  }

  @Override
  public Optional<Person> personOfToken(String secret) {
    return jdbi.withHandle(handle -> bySecret(handle, "access_token", secret));
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
                            Instant.ofEpochMilli(row.getLong("expires_at"))))
                .list());
  }

  @Override
  public boolean revokeToken(String name, long id) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate("DELETE FROM access_token WHERE id = :id AND person = :name")
                    .bind("id", id)
                    .bind("name", name)
                    .execute())
        == 1;
  }

  private Optional<Person> bySecret(Handle handle, String table, String secret) {
    return handle
        .createQuery(
            "SELECT p.* FROM person p JOIN "
                + table
                + " s ON s.person = p.name"
                + " WHERE s.secret_hash = :hash AND s.expires_at > :now")
        .bind("hash", hash(secret))
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
    return new Person(row.getString("name"), Role.valueOf(row.getString("role")));
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String secret) {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
