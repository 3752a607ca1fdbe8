package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.StepRegistry;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.execute.Revert;
import dev.lowtide.scheduler.execute.RunLog;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.mysql.MySqlServerLease;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What old tables follow with, and are put back.
 *
 * @param surroundings what a return may know of the rest, which ends when the run does
 * @param leases the right to work on tables
 */
record FollowerParts(
    TargetCopies copies,
    StepRegistry steps,
    Revert reverts,
    Function<ActiveRun, Surroundings> surroundings,
    Supplier<Optional<MySqlServerLease>> leases,
    RunBook book,
    Journal journal,
    WallPace pace,
    Clock clock) {

  /** Who cleans up has the right for a moment; a run has it for longer than these take together. */
  private static final int LEASE_TRIES = 15;

  private static final Duration LEASE_EVERY = Duration.ofMillis(200);

  /** Puts the old table back, while no run is at work; nothing if one is. */
  Optional<Revert.Result> revert(TableCopy follower, ActiveRun stop, RunLog runLog)
      throws CopyStoppedException, InterruptedException {
    Optional<MySqlServerLease> taken = lease();
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    MySqlServerLease lease = taken.get();
    try (lease) {
      return Optional.of(reverts.attempt(follower, surroundings.apply(stop), runLog));
    }
  }

  private Optional<MySqlServerLease> lease() throws InterruptedException {
    Optional<MySqlServerLease> taken = leases.get();
    for (int tries = 1; taken.isEmpty() && tries < LEASE_TRIES; tries++) {
      pace.pause(LEASE_EVERY);
      taken = leases.get();
    }
    return taken;
  }
}
