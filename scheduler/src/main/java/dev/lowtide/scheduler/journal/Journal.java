package dev.lowtide.scheduler.journal;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import dev.lowtide.scheduler.operator.Notices;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Runs, their history and their reports. Safe for any thread. */
public final class Journal {

  private final Store store;
  private final Jdbi jdbi;
  private final AuditTrail trail;
  private final StoreBackup backup;

  public Journal(Store store) {
    this.store = store;
    this.jdbi = store.jdbi();
    this.trail = new AuditTrail(jdbi);
    this.backup = new StoreBackup(store);
  }

  /** Why nothing can be written down at this moment; empty if nothing is known. Never waits. */
  public String problem() {
    return store.problem();
  }

  /** Writes all of the store into one file, as it is at this moment. */
  public BackupManifest backup(OutputStream out, Instant now) {
    return backup.write(out, now);
  }

  /** What was measured of tables and runs. */
  public Experience experience() {
    return new Experience(jdbi);
  }

  /** What went on. */
  public LoadStore loads() {
    return new LoadStore(jdbi);
  }

  /** How runs went. */
  public TraceStore traces() {
    return new TraceStore(jdbi);
  }

  /** When runs may be at work. */
  public CalendarStore calendar() {
    return new CalendarStore(jdbi);
  }

  /** All runs there ever were. */
  public RunSearch search() {
    return new RunsFound(jdbi);
  }

  /** Whether a person has stopped everything. */
  public Standstills standstills() {
    return new Standstills(jdbi);
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
          insert(handle, report.apply(RunSteps.of(handle, is.id())));
        });
  }

  /** Adds a line to the history of a run without moving it. */
  public void note(RunId run, RunState state, String text, Instant now) {
    jdbi.useHandle(handle -> RunSteps.add(handle, run, now, state, text));
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
    return jdbi.withHandle(handle -> RunSteps.of(handle, run));
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

  /** Adds a line to the audit trail that records nothing else of the store. */
  public void record(Instant at, String by, String action, String text) {
    trail.record(at, by, action, text);
  }

  /** What people said of requests. */
  public ReviewStore reviews() {
    return new ReviewStore(jdbi);
  }

  /** The newest lines of the audit trail, the newest first. */
  public List<AuditEntry> audit() {
    return trail.page(AuditFilter.NEWEST);
  }

  /** What others outside are still to be told of it. */
  public Notices notices() {
    return new NoticeStore(jdbi, trail);
  }

  /** All of it. */
  public AuditTrail trail() {
    return trail;
  }

  private static ShrinkRun insert(Handle handle, ShrinkPlan plan, String by, Instant now) {
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

  private static void insert(Handle handle, ShrinkReport report) {
    handle
        .createUpdate("INSERT INTO report (run_id, body) VALUES (:run, :body)")
        .bind("run", report.run().value())
        .bind("body", Documents.write(report))
        .execute();
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
  private static List<ShrinkRun> open(Handle handle) {
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
