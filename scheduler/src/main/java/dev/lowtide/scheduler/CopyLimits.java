package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.GovernorPolicy;
import java.time.Duration;

/**
 * What a server may bear while a table of it is copied; at four fifths of any of these the copy
 * slows down, at the limit it stands still.
 *
 * @param threadsRunningMax on the server, ours left out
 * @param commandsInFlightMax through the proxy, at one moment
 * @param slowerThanUsualMax how many times as long as without the copy the 95th percentile of
 *     statements through the proxy may take
 * @param historyLengthMax undo logs that purge has yet to work off
 * @param checkpointAgePercentMax of the redo log's capacity
 * @param replicaLagMax of any replica that is watched
 */
public record CopyLimits(
    GovernorPolicy governor,
    int threadsRunningMax,
    int commandsInFlightMax,
    double slowerThanUsualMax,
    int historyLengthMax,
    int checkpointAgePercentMax,
    Duration replicaLagMax) {

  /** A core has work for one; beyond eight in line for each, clients feel the line. */
  private static final int THREADS_PER_CORE = 8;

  /** A small machine with a pool of connections has peaks of so many without being short. */
  private static final int THREADS_MIN = 16;

  public static final CopyLimits DEFAULT = forCores(Runtime.getRuntime().availableProcessors());

  /**
   * A server does not say how many cores it has. Those of our own machine stand for them: where the
   * proxy has few, its server seldom has many.
   */
  static CopyLimits forCores(int cores) {
    int threads = Math.max(THREADS_MIN, THREADS_PER_CORE * cores);
    return new CopyLimits(
        GovernorPolicy.DEFAULT,
        threads,
        // In flight is also what travels, or waits for a lock.
        2 * threads,
        1.5,
        // A tenth of it is usual where people write much; at a million readers slow down.
        1_000_000,
        // Where much is written it lies between 60 and 75 by itself; from 7/8 on writers wait.
        80,
        Duration.ofSeconds(2));
  }

  public CopyLimits {
    requireAtLeast("copy.threadsRunningMax", threadsRunningMax, 1);
    requireAtLeast("copy.commandsInFlightMax", commandsInFlightMax, 1);
    requireAtLeast("copy.historyLengthMax", historyLengthMax, 1);
    requireAtLeast("copy.checkpointAgePercentMax", checkpointAgePercentMax, 1);
    if (!(slowerThanUsualMax > 1)) {
      throw new IllegalArgumentException(
          "copy.slowerThanUsualMax: " + slowerThanUsualMax + " (expected: more than 1)");
    }
    if (replicaLagMax.isNegative() || replicaLagMax.isZero()) {
      throw new IllegalArgumentException(
          "copy.replicaLagMax: " + replicaLagMax + " (expected: more than zero)");
    }
  }

  private static void requireAtLeast(String setting, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          setting + ": " + value + " (expected: at least " + least + ")");
    }
  }
}
