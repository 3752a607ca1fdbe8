package dev.lowtide.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers when whatever Lowtide depends on was well last. Safe for any thread. */
public final class HealthWatch {

  private final Health health;
  private final Clock clock;
  private final Map<String, Instant> lastWell = new ConcurrentHashMap<>();

  /**
   * How something is that Lowtide depends on.
   *
   * @param problem empty if it is well
   * @param sinceWell how long ago it was well; null if it never was
   */
  public record Dependency(String name, String problem, @Nullable Duration sinceWell) {

    public boolean isWell() {
      return problem.isEmpty();
    }
  }

  HealthWatch(Health health, Clock clock) {
    this.health = health;
    this.clock = clock;
  }

  /** As it is now, by name. */
  List<Dependency> look() {
    Instant now = clock.instant();
    return new TreeMap<>(health.problems())
        .entrySet().stream().map(entry -> seen(entry.getKey(), entry.getValue(), now)).toList();
  }

  private Dependency seen(String name, String problem, Instant now) {
    if (problem.isEmpty()) {
      lastWell.put(name, now);
    }
    Instant well = lastWell.get(name);
    return new Dependency(name, problem, well == null ? null : Duration.between(well, now));
  }
}
