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

  /** Puts the old table back, while no run is at work; nothing if one is. */
  Optional<Revert.Result> revert(TableCopy follower, ActiveRun stop, RunLog runLog)
      throws CopyStoppedException, InterruptedException {
    Optional<MySqlServerLease> taken = leases.get();
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    MySqlServerLease lease = taken.get();
    try (lease) {
      return Optional.of(reverts.attempt(follower, surroundings.apply(stop), runLog));
    }
  }
}
