package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Takes back what somebody said who may say it no longer, where it still waits for others: a run
 * that is approved was approved by people who might. In transactions of whoever ends the right.
 */
final class VotesWithdrawn {

  private VotesWithdrawn() {}

  static void of(Handle handle, String person, String by, Instant now) {
    // All runs before the trail, and in one order, as everybody locks them.
    List<RunId> undecided =
        runs(handle, person).stream().filter(run -> isUndecided(handle, run)).toList();
    for (RunId run : undecided) {
      withdraw(handle, run, person, by, now);
    }
  }

  private static List<RunId> runs(Handle handle, String person) {
    return handle
        .createQuery("SELECT run_id FROM approval_vote WHERE person = :person ORDER BY run_id")
        .bind("person", person)
        .map((row, context) -> new RunId(row.getLong("run_id")))
        .list();
  }

  /** With nobody else saying yes to it until this transaction is over. */
  private static boolean isUndecided(Handle handle, RunId run) {
    return handle
        .createQuery("SELECT state FROM run WHERE id = :run FOR UPDATE")
        .bind("run", run.value())
        .mapTo(String.class)
        .one()
        .equals(RunState.PROPOSED.name());
  }

  private static void withdraw(Handle handle, RunId run, String person, String by, Instant now) {
    handle
        .createUpdate("DELETE FROM approval_vote WHERE run_id = :run AND person = :person")
        .bind("run", run.value())
        .bind("person", person)
        .execute();
    String text = "the yes of " + person + " counts no more: they may not approve any longer";
    RunSteps.add(handle, run, now, RunState.PROPOSED, text);
    AuditTrail.record(handle, now, by, "withdraw yes", "run " + run + ": " + text);
  }
}
