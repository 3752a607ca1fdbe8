package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.AuditFilter;
import dev.lowtide.scheduler.operator.Notices;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

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
    return jdbi.inTransaction(handle -> RunTable.insert(handle, plan, by, now));
  }

  /**
   * Writes down a change, if the run is still as it was.
   *
   * @throws IllegalStateException if it is not: somebody was quicker
   */
  public void update(ShrinkRun was, ShrinkRun is, String by) {
    jdbi.useTransaction(handle -> RunTable.update(handle, was, is, by));
  }

  /** Writes down that somebody has looked at a run of which nobody knew what became. */
  public void acknowledge(ShrinkRun was, ShrinkRun is, String by, Instant now) {
    jdbi.useTransaction(
        handle -> {
          RunTable.update(handle, was, is, by);
          AuditTrail.record(handle, now, by, "acknowledge", "run " + is.id());
        });
  }

  /** Writes down a change that ends the run, and the report that its whole history gives. */
  public void end(
      ShrinkRun was, ShrinkRun is, String by, Function<List<RunStep>, ShrinkReport> report) {
    jdbi.useTransaction(
        handle -> {
          RunTable.update(handle, was, is, by);
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
    return jdbi.withHandle(RunTable::open);
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

  private static void insert(Handle handle, ShrinkReport report) {
    handle
        .createUpdate("INSERT INTO report (run_id, body) VALUES (:run, :body)")
        .bind("run", report.run().value())
        .bind("body", Documents.write(report))
        .execute();
  }
}
