package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.Comment;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What people said of requests, and what was asked for before. Safe for any thread. */
public final class ReviewStore {

  private final Jdbi jdbi;

  ReviewStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Those who said yes to the plan that a run has now, the first first. */
  public List<Vote> votes(RunId run) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT person, made_at FROM approval_vote WHERE run_id = :run
                    ORDER BY made_at, person""")
                .bind("run", run.value())
                .map(
                    (row, context) ->
                        new Vote(
                            row.getString("person"), Instant.ofEpochMilli(row.getLong("made_at"))))
                .list());
  }

  /**
   * Writes down a yes, and what the run becomes by it. The store refuses one by the requester, and
   * a second one by the same person.
   *
   * @param is the same run where more have to say yes
   * @param others how many had said yes when that was decided
   * @throws IllegalStateException if others have said yes meanwhile, in another process
   */
  public void vote(ShrinkRun was, ShrinkRun is, int others, String by, Instant now) {
    jdbi.useTransaction(
        handle -> {
          if (votesHeld(handle, was.id()) != others) {
            throw new IllegalStateException("somebody else said yes to run " + was.id());
          }
          handle
              .createUpdate(
                  """
                  INSERT INTO approval_vote (run_id, person, requested_by, plan_hash, made_at)
                  VALUES (:run, :by, :requester, :hash, :now)""")
              .bind("run", was.id().value())
              .bind("by", by)
              .bind("requester", was.requestedBy())
              .bind("hash", was.plan().hash().value())
              .bind("now", now.toEpochMilli())
              .execute();
          if (was.state() == is.state()) {
            String text = by + " says yes to plan " + was.plan().hash().abbreviated();
            RunSteps.add(handle, was.id(), now, was.state(), text);
            AuditTrail.record(handle, now, by, "approve", "run " + was.id() + ": " + text);
          }
          RunTable.update(handle, was, is, by);
        });
  }

  /** How many there are, with nobody else adding one until this transaction is over. */
  private static int votesHeld(Handle handle, RunId run) {
    handle
        .createQuery("SELECT id FROM run WHERE id = :run FOR UPDATE")
        .bind("run", run.value())
        .mapTo(long.class)
        .one();
    return handle
        .createQuery("SELECT COUNT(*) FROM approval_vote WHERE run_id = :run")
        .bind("run", run.value())
        .mapTo(int.class)
        .one();
  }

  /** Writes down a run with another plan; whoever said yes to the old one has to say so again. */
  public void revise(ShrinkRun was, ShrinkRun is, String by) {
    jdbi.useTransaction(
        handle -> {
          RunTable.requireNothingInTheWay(handle, is.plan().subject(), is.id());
          keep(handle, was);
          handle
              .createUpdate("DELETE FROM approval_vote WHERE run_id = :run")
              .bind("run", is.id().value())
              .execute();
          RunTable.update(handle, was, is, by);
          handle
              .createUpdate(
                  """
                  UPDATE run SET plan = :plan, plan_hash = :hash, revision = revision + 1
                  WHERE id = :run""")
              .bind("plan", Documents.write(is.plan()))
              .bind("hash", is.plan().hash().value())
              .bind("run", is.id().value())
              .execute();
        });
  }

  private static void keep(Handle handle, ShrinkRun was) {
    handle
        .createUpdate(
            """
            INSERT INTO run_revision (run_id, revision, plan)
            SELECT id, revision, plan FROM run WHERE id = :run""")
        .bind("run", was.id().value())
        .execute();
  }

  /** How often it was asked for. */
  public int revision(RunId run) {
    return jdbi.withHandle(handle -> revision(handle, run));
  }

  /** What was asked for before the plan that the run has now. */
  public Optional<ShrinkPlan> planBefore(RunId run) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT plan FROM run_revision WHERE run_id = :run
                    ORDER BY revision DESC LIMIT 1""")
                .bind("run", run.value())
                .mapTo(String.class)
                .findOne()
                .map(plan -> Documents.read(plan, ShrinkPlan.class)));
  }

  /** The first first. */
  public List<Comment> comments(RunId run) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM run_comment WHERE run_id = :run ORDER BY id")
                .bind("run", run.value())
                .map(
                    (row, context) ->
                        new Comment(
                            Instant.ofEpochMilli(row.getLong("made_at")),
                            row.getString("made_by"),
                            row.getInt("revision"),
                            row.getString("text")))
                .list());
  }

  public Comment comment(RunId run, String by, String text, Instant now) {
    return jdbi.inTransaction(
        handle -> {
          String kept = StoreText.of(text, Comment.TEXT_MAX);
          Comment comment = new Comment(now, by, revision(handle, run), kept);
          handle
              .createUpdate(
                  """
                  INSERT INTO run_comment (run_id, revision, made_at, made_by, text)
                  VALUES (:run, :revision, :now, :by, :text)""")
              .bind("run", run.value())
              .bind("revision", comment.revision())
              .bind("now", now.toEpochMilli())
              .bind("by", by)
              .bind("text", kept)
              .execute();
          AuditTrail.record(handle, now, by, "comment", "run " + run + ": " + kept);
          return comment;
        });
  }

  private static int revision(Handle handle, RunId run) {
    return handle
        .createQuery("SELECT revision FROM run WHERE id = :run")
        .bind("run", run.value())
        .mapTo(int.class)
        .one();
  }
}
