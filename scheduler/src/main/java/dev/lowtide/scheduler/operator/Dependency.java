package dev.lowtide.scheduler.operator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How something is that Lowtide depends on.
 *
 * @param name no two have the same
 * @param isNeeded whether Lowtide cannot do what it is there for without it
 * @param problem what is wrong, in words; empty if nothing is
 * @param sinceSuccess how long ago it last did what it is there for; null if it has not since
 *     Lowtide was started
 */
public record Dependency(
    String name, boolean isNeeded, String problem, @Nullable Duration sinceSuccess) {

  public boolean isWell() {
    return problem.isEmpty();
  }
}
