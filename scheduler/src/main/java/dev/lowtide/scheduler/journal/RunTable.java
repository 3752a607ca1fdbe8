package dev.lowtide.scheduler.journal;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writing runs, each change with its step and its line of the audit trail. */
final class RunTable {

  private RunTable() {}

  /** A request; refused while another run on the same thing is in the way. */
  static ShrinkRun insert(Handle handle, ShrinkPlan plan, String by, Instant now) {
    Subject subject = plan.subject();
    requireNothingInTheWay(handle, subject, null);
    long id =
        handle
            .createUpdate(
                """
                INSERT INTO run (table_schema, table_name, plan, plan_hash, state, requested_by,
                  requested_at, is_automatic, attempts, not_before, reason, changed_at,
                  waits, is_acknowledged, thread_id)
                VALUES (:schema, :table, :plan, :hash, 'PROPOSED', :by, :now, FALSE, 0, :now, '',
                  :now, :waits, FALSE, 0)""")
            .bind(
                "schema",
                subject.optionalTable().map(TableName::schema).orElse(subject.kind().word()))
            .bind(
                "table",
                subject
                    .optionalTable()
                    .map(TableName::table)
                    .orElse(StoreText.of(subject.name(), StoreText.NAME)))
            .bind("plan", Documents.write(plan))
            .bind("hash", plan.hash().value())
            .bind("by", by)
            .bind("now", now.toEpochMilli())
            .bind("waits", Documents.write(WaitsCaused.NONE))
            .executeAndReturnGeneratedKeys("id")
            .mapTo(long.class)
            .one();
    ShrinkRun run =
        new ShrinkRun(
            new RunId(id),
            plan,
            RunState.PROPOSED,
            by,
            now,
            null,
            0,
            now,
            "",
            now,
            WaitsCaused.NONE,
            false);
    RunSteps.add(handle, run.id(), now, run.state(), "requested by " + by);
    AuditTrail.record(handle, now, by, "request", "run " + id + " for " + subject);
    return run;
  }

  /**
   * A change, if the run is still as it was.
   *
   * @throws IllegalStateException if it is not: somebody was quicker
   */
  static void update(Handle handle, ShrinkRun was, ShrinkRun is, String by) {
    Approval approval = is.approval();
    int updated =
        handle
            .createUpdate(
                """
                UPDATE run SET state = :state, approved_by = :approvedBy, approved_at = :approvedAt,
                  approved_hash = :approvedHash, is_automatic = :automatic, attempts = :attempts,
                  not_before = :notBefore, reason = :reason, changed_at = :changedAt,
                  waits = :waits, is_acknowledged = :acknowledged
                WHERE id = :id AND state = :was""")
            .bind("state", is.state().name())
            .bind("approvedBy", approval == null ? null : approval.by())
            .bind("approvedAt", approval == null ? null : (Long) approval.at().toEpochMilli())
            .bind("approvedHash", approval == null ? null : approval.hash().value())
            .bind("automatic", approval != null && approval.isAutomatic())
            .bind("attempts", is.attempts())
            .bind("notBefore", is.notBefore().toEpochMilli())
            .bind("reason", StoreText.of(is.reason(), StoreText.LONG))
            .bind("changedAt", is.changedAt().toEpochMilli())
            .bind("waits", Documents.write(is.waits()))
            .bind("acknowledged", is.isAcknowledged())
            .bind("id", is.id().value())
            .bind("was", was.state().name())
            .execute();
    if (updated != 1) {
      throw new IllegalStateException("run " + is.id() + " is no longer " + was.state());
    }
    if (was.state() != is.state()) {
      RunSteps.add(handle, is.id(), is.changedAt(), is.state(), is.reason());
      AuditTrail.record(
          handle,
          is.changedAt(),
          by,
          is.state().name(),
          "run " + is.id() + " for " + is.plan().subject() + ": " + is.reason());
    }
  }

  /**
   * Refuses what is about the same as a run that is not done with, unless that is the run itself.
   */
  static void requireNothingInTheWay(Handle handle, Subject subject, @Nullable RunId self) {
    open(handle).stream()
        .filter(open -> !open.id().equals(self) && open.plan().subject().overlaps(subject))
        .findFirst()
        .ifPresent(
            open -> {
              throw new RunInTheWayException(open);
            });
  }

  /** What is in the way includes what is uncertain and not looked at yet. */
  static List<ShrinkRun> open(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT * FROM run
            WHERE state IN ('PROPOSED', 'CHANGES_REQUESTED', 'APPROVED', 'WAITING_FOR_QUIET',
              'PREFLIGHT', 'RUNNING', 'PAUSED', 'YIELDING', 'CUTTING_OVER', 'VERIFYING', 'UNCERTAIN')
            ORDER BY id""")
        .map((row, context) -> RunRow.read(row))
        .filter(ShrinkRun::isInTheWay)
        .list();
  }
}
