package dev.lowtide.scheduler.journal;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Runs and their history, reports, and the audit trail. Safe for any thread. */
public final class Journal {

  /** Longer texts are cut; the log has them whole. */
  private static final int TEXT_MAX = 4000;

  /** Of the column that has a table's name. */
  private static final int NAME_MAX = 64;

  private static final int AUDIT_SHOWN_MAX = 500;

  private final Jdbi jdbi;

  public Journal(Store store) {
    this.jdbi = store.jdbi();
  }

  /** What was measured of tables and runs. */
  public Experience experience() {
    return new Experience(jdbi);
  }

  /** Writes down a request. Refused while another run on the same thing is in the way. */
  public ShrinkRun insert(ShrinkPlan plan, String by, Instant now) {
    return jdbi.inTransaction(handle -> insert(handle, plan, by, now));
  }

  /**
   * Writes down a change, if the run is still as it was.
   *
   * @throws IllegalStateException if it is not: somebody was quicker
   */
  public void update(ShrinkRun was, ShrinkRun is, String by) {
    jdbi.useTransaction(handle -> update(handle, was, is, by));
  }

  /** Writes down a change that ends the run, and the report that its whole history gives. */
  public void end(
      ShrinkRun was, ShrinkRun is, String by, Function<List<RunStep>, ShrinkReport> report) {
    jdbi.useTransaction(
        handle -> {
          update(handle, was, is, by);
          insert(handle, report.apply(steps(handle, is.id())));
        });
  }

  /** Adds a line to the history of a run without moving it. */
  public void note(RunId run, RunState state, String text, Instant now) {
    jdbi.useHandle(handle -> step(handle, run, now, state, text));
  }

  /** Writes down which session is going to send the run's statement. */
  public void onStatement(RunId run, long threadId) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("UPDATE run SET thread_id = :thread WHERE id = :id")
                .bind("thread", threadId)
                .bind("id", run.value())
                .execute());
  }

  /** That session, or 0 if none was written down. */
  public long threadId(RunId run) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT thread_id FROM run WHERE id = :id")
                .bind("id", run.value())
                .mapTo(long.class)
                .one());
  }

  public Optional<ShrinkRun> run(RunId id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM run WHERE id = :id")
                .bind("id", id.value())
                .map((row, context) -> RunRow.read(row))
                .findOne());
  }

  /** The newest first. */
  public List<ShrinkRun> runs(int max) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM run ORDER BY id DESC LIMIT :max")
                .bind("max", max)
                .map((row, context) -> RunRow.read(row))
                .list());
  }

  /** Runs that are not done with, the oldest first. */
  public List<ShrinkRun> open() {
    return jdbi.withHandle(Journal::open);
  }

  public List<RunStep> steps(RunId run) {
    return jdbi.withHandle(handle -> steps(handle, run));
  }

  public Optional<ShrinkReport> report(RunId run) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT body FROM report WHERE run_id = :run")
                .bind("run", run.value())
                .mapTo(String.class)
                .findOne()
                .map(body -> Documents.read(body, ShrinkReport.class)));
  }

  public void record(Instant at, String by, String action, String text) {
    jdbi.useHandle(handle -> record(handle, at, by, action, text));
  }

  /** The newest first. */
  public List<AuditEntry> audit() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM audit ORDER BY id DESC LIMIT " + AUDIT_SHOWN_MAX)
                .map(
                    (row, context) ->
                        new AuditEntry(
                            row.getLong("id"),
                            Instant.ofEpochMilli(row.getLong("made_at")),
                            row.getString("made_by"),
                            row.getString("action"),
                            row.getString("text")))
                .list());
  }

  private static ShrinkRun insert(Handle handle, ShrinkPlan plan, String by, Instant now) {
    Subject subject = plan.subject();
    open(handle).stream()
        .filter(open -> open.plan().subject().overlaps(subject))
        .findFirst()
        .ifPresent(
            open -> {
              throw new RunInTheWayException(open);
            });
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
            .bind("table", subject.optionalTable().map(TableName::table).orElse(shortened(subject)))
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
    step(handle, run.id(), now, run.state(), "requested by " + by);
    record(handle, now, by, "request", "run " + id + " for " + subject);
    return run;
  }

  private static void update(Handle handle, ShrinkRun was, ShrinkRun is, String by) {
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
            .bind("reason", cut(is.reason()))
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
      step(handle, is.id(), is.changedAt(), is.state(), is.reason());
      record(
          handle,
          is.changedAt(),
          by,
          is.state().name(),
          "run " + is.id() + " for " + is.plan().subject() + ": " + is.reason());
    }
  }

  private static List<RunStep> steps(Handle handle, RunId run) {
    return handle
        .createQuery("SELECT * FROM run_step WHERE run_id = :run ORDER BY id")
        .bind("run", run.value())
        .map(
            (row, context) ->
                new RunStep(
                    Instant.ofEpochMilli(row.getLong("made_at")),
                    RunState.valueOf(row.getString("state")),
                    row.getString("text")))
        .list();
  }

  private static void insert(Handle handle, ShrinkReport report) {
    handle
        .createUpdate("INSERT INTO report (run_id, body) VALUES (:run, :body)")
        .bind("run", report.run().value())
        .bind("body", Documents.write(report))
        .execute();
  }

  /** What is in the way includes what is uncertain and not looked at yet. */
  private static List<ShrinkRun> open(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT * FROM run
            WHERE state IN ('PROPOSED', 'APPROVED', 'WAITING_FOR_QUIET', 'PREFLIGHT', 'RUNNING',
              'PAUSED',               'YIELDING', 'CUTTING_OVER', 'VERIFYING', 'UNCERTAIN')
            ORDER BY id""")
        .map((row, context) -> RunRow.read(row))
        .filter(ShrinkRun::isInTheWay)
        .list();
  }

  private static void step(Handle handle, RunId run, Instant at, RunState state, String text) {
    handle
        .createUpdate(
            "INSERT INTO run_step (run_id, made_at, state, text) VALUES (:run, :at, :state, :text)")
        .bind("run", run.value())
        .bind("at", at.toEpochMilli())
        .bind("state", state.name())
        .bind("text", cut(text))
        .execute();
  }

  private static void record(Handle handle, Instant at, String by, String action, String text) {
    handle
        .createUpdate(
            "INSERT INTO audit (made_at, made_by, action, text) VALUES (:at, :by, :action, :text)")
        .bind("at", at.toEpochMilli())
        .bind("by", by)
        .bind("action", action)
        .bind("text", cut(text))
        .execute();
  }

  /** As much as its column takes; the plan has it whole. */
  private static String shortened(Subject subject) {
    String name = subject.name();
    return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
  }

  private static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX - 1) + "…";
  }
}
