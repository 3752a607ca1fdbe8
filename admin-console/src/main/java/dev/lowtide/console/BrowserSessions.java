package dev.lowtide.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lowtide.scheduler.operator.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who is signed in. Kept here, not in the cookie, so that it can be ended. Safe for any thread. */
final class BrowserSessions {

  private static final Duration IDLE_MAX = Duration.ofMinutes(30);
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final int SESSIONS_MAX = 10_000;

  /** More browsers than anybody has; with one more, the one of longest ago ends, and no other's. */
  private static final int SESSIONS_OF_A_PERSON_MAX = 50;

  private final Clock clock;
  private final Cache<String, SignedIn> sessions;

  /**
   * Somebody's session.
   *
   * @param provenAt when its password was given last
   */
  private record SignedIn(Caller caller, Instant endsAt, Instant provenAt) {}

  BrowserSessions(Clock clock) {
    this.clock = clock;
    this.sessions =
        Caffeine.newBuilder()
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfterAccess(IDLE_MAX)
            .maximumSize(SESSIONS_MAX)
            .build();
  }

  /** Signs somebody in. Returns the cookie's value. */
  String open(Person person) {
    makeRoom(person.name());
    String id = Secrets.next();
    Caller caller = new Caller(person, Secrets.next());
    sessions.put(id, new SignedIn(caller, clock.instant().plus(LIFETIME), clock.instant()));
    return id;
  }

  private void makeRoom(String name) {
    List<Map.Entry<String, SignedIn>> own =
        sessions.asMap().entrySet().stream()
            .filter(session -> session.getValue().caller.name().equals(name))
            .sorted(Comparator.comparing(session -> session.getValue().endsAt))
            .toList();
    own.stream()
        .limit(Math.max(0, own.size() - SESSIONS_OF_A_PERSON_MAX + 1))
        .forEach(session -> sessions.invalidate(session.getKey()));
  }

  /** Somebody does something: it is not idle. */
  Optional<Caller> find(@Nullable String id) {
    return lasting(id == null ? null : sessions.getIfPresent(id));
  }

  /** A page loads itself again: whoever went away from it stays away. */
  Optional<Caller> findIdle(@Nullable String id) {
    return lasting(id == null ? null : sessions.policy().getIfPresentQuietly(id));
  }

  /** Whether the password was given longer ago than that; so it was where there is no session. */
  boolean isProofOlderThan(@Nullable String id, Duration age) {
    SignedIn found = id == null ? null : sessions.policy().getIfPresentQuietly(id);
    return found == null || found.provenAt.plus(age).isBefore(clock.instant());
  }

  /** The password was given again; the session ends when it would have all the same. */
  void prove(@Nullable String id) {
    if (id != null) {
      sessions
          .asMap()
          .computeIfPresent(
              id, (same, found) -> new SignedIn(found.caller, found.endsAt, clock.instant()));
    }
  }

  private Optional<Caller> lasting(@Nullable SignedIn found) {
    return found == null || found.endsAt.isBefore(clock.instant())
        ? Optional.empty()
        : Optional.of(found.caller);
  }

  /** Ends all sessions of somebody whose password or role is another now. */
  void closeAll(String name) {
    sessions.asMap().values().removeIf(session -> session.caller.name().equals(name));
  }

  void close(@Nullable String id) {
    if (id != null) {
      sessions.invalidate(id);
    }
  }
}
