package dev.lowtide.scheduler.approval;

import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides on requests. The requester never approves, whatever else they may do; only configuration
 * can, and then the approval says so.
 */
public final class ApprovalDesk {

  /** Who approves where configuration does. */
  public static final String CONFIGURATION = "approval: automatic";

  private static final ByteSize SIZE_NOISE = ByteSize.ofMebibytes(64);

  private final ApprovalPolicy policy;

  public ApprovalDesk(ApprovalPolicy policy) {
    this.policy = policy;
  }

  /**
   * A fresh request, approved at once where configuration says so; what cannot be had back once it
   * is gone waits for a person all the same.
   */
  public ShrinkRun onRequested(ShrinkRun run, Instant now) {
    String why = policy.whyAutomatic(run.plan());
    return why.isEmpty()
        ? run
        : run.approved(new Approval(CONFIGURATION, now, true, run.plan().hash()), why, now);
  }

  /** A yes where one is enough. */
  public ShrinkRun approve(ShrinkRun run, String by, Instant now) {
    return approve(run, List.of(), run.plan().hash(), by, now);
  }

  /**
   * A yes. The run is approved by the last one that it takes, and stays what it is until then.
   *
   * @param others who said yes to this plan before
   * @param seen the plan that is meant
   */
  public ShrinkRun approve(
      ShrinkRun run, List<String> others, PlanHash seen, String by, Instant now) {
    requireState(run, RunState.PROPOSED, "approved");
    if (by.equals(run.requestedBy())) {
      throw new NotAllowedException(
          "run "
              + run.id()
              + " was requested by "
              + by
              + " (expected: an approver other than the"
              + " requester)");
    }
    if (others.contains(by)) {
      throw new NotAllowedException(
          "run " + run.id() + " has the yes of " + by + " (expected: one of somebody else)");
    }
    if (!seen.equals(run.plan().hash())) {
      throw new PlanChangedException(run, seen);
    }
    if (others.size() + 1 < approversOf(run.plan())) {
      return run;
    }
    String all = others.isEmpty() ? by : String.join(", ", others) + " and " + by;
    return run.approved(new Approval(by, now, false, run.plan().hash()), "approved by " + all, now);
  }

  /** How many people have to say yes to it. */
  public int approversOf(ShrinkPlan plan) {
    return policy.approversOf(plan);
  }

  /** Whether configuration approves it, without a person. */
  public boolean isAutomatic(ShrinkPlan plan) {
    return !policy.whyAutomatic(plan).isEmpty();
  }

  /** Back to whoever asked, with what an approver wants otherwise. */
  public ShrinkRun requestChanges(ShrinkRun run, String by, String why, Instant now) {
    requireState(run, RunState.PROPOSED, "changed");
    return run.become(
        RunState.CHANGES_REQUESTED, by + " wants it otherwise: " + required(why), now);
  }

  /**
   * Asked for again, by whoever asked first: else two people would have asked, and who approves?
   */
  public ShrinkRun revise(ShrinkRun run, ShrinkPlan plan, String by, Instant now) {
    if (run.state() != RunState.CHANGES_REQUESTED && run.state() != RunState.STALE) {
      throw new NotAllowedException(
          "run "
              + run.id()
              + " is "
              + run.state()
              + " and cannot be asked for again (expected: CHANGES_REQUESTED or STALE)");
    }
    if (!by.equals(run.requestedBy())) {
      throw new NotAllowedException(
          "run "
              + run.id()
              + " was requested by "
              + run.requestedBy()
              + " (expected: to be asked for again by them"
              + (run.state() == RunState.STALE ? ", or a request of your own)" : ")"));
    }
    ShrinkPlan next = plan.asRevision(run.plan().revision() + 1);
    return run.revised(next, "asked for again by " + by, now);
  }

  /** A yes taken back before anything was begun. */
  public ShrinkRun revoke(ShrinkRun run, String by, String why, Instant now) {
    if (run.state() != RunState.APPROVED && run.state() != RunState.WAITING_FOR_QUIET) {
      throw new NotAllowedException(
          "run "
              + run.id()
              + " is "
              + run.state()
              + " and its approval cannot be taken back (expected: APPROVED or WAITING_FOR_QUIET)");
    }
    return run.become(RunState.REVOKED, "revoked by " + by + ": " + required(why), now);
  }

  private static String required(String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("why: missing (expected: a reason, in a few words)");
    }
    return why.strip();
  }

  public ShrinkRun reject(ShrinkRun run, String by, String why, Instant now) {
    requireState(run, RunState.PROPOSED, "rejected");
    String reason = why.isBlank() ? "" : ": " + why;
    return run.become(RunState.REJECTED, "rejected by " + by + reason, now);
  }

  /** What became too old by now, or nothing. */
  public Optional<ShrinkRun> expire(ShrinkRun run, Instant now) {
    return expiresAt(run)
        .filter(limit -> limit.isBefore(now))
        .map(limit -> run.become(RunState.EXPIRED, whyExpired(run), now));
  }

  /**
   * When it becomes too old if nobody does anything; nothing if it never does. A copy that has
   * begun never does: it goes on in its next window, and would lose all that it has done.
   */
  public Optional<Instant> expiresAt(ShrinkRun run) {
    Approval approval = run.approval();
    if (run.plan().method().isCopy() && run.hasBegun()) {
      return Optional.empty();
    }
    return switch (run.state()) {
      case PROPOSED, CHANGES_REQUESTED ->
          Optional.of(run.changedAt().plus(policy.requestLifetime()));
      case APPROVED, WAITING_FOR_QUIET ->
          Optional.ofNullable(approval).map(yes -> yes.at().plus(policy.approvalLifetime()));
      default -> Optional.empty();
    };
  }

  /**
   * Whether whoever asked for it is still to be reminded that it went stale: for as long as a
   * request waits for an answer. It can be asked for again after that, too.
   */
  public boolean isStaleLately(ShrinkRun run, Instant now) {
    return run.state() == RunState.STALE
        && !run.changedAt().plus(policy.requestLifetime()).isBefore(now);
  }

  private String whyExpired(ShrinkRun run) {
    if (run.state() == RunState.PROPOSED) {
      return "nobody decided within " + TimeText.of(policy.requestLifetime());
    }
    return run.state() == RunState.CHANGES_REQUESTED
        ? "nobody changed it within " + TimeText.of(policy.requestLifetime())
        : "it was never quiet within " + TimeText.of(policy.approvalLifetime());
  }

  /**
   * The approved plan of a run, if the plan that would be made now is still the one that was
   * approved.
   */
  public Optional<ApprovedPlan> approvedPlan(ShrinkRun run, ShrinkPlan planNow) {
    Approval approval = run.approval();
    if (approval == null || run.state() != RunState.WAITING_FOR_QUIET) {
      return Optional.empty();
    }
    return drift(run, approval, planNow).isEmpty()
        ? Optional.of(
            new ApprovedPlan(run.id(), planNow.asRevision(run.plan().revision()), approval))
        : Optional.empty();
  }

  /** What is no longer as it was approved, in words; empty if all of it is. */
  public String drift(ShrinkRun run, ShrinkPlan planNow) {
    Approval approval = run.approval();
    return approval == null ? "nobody approved it" : drift(run, approval, planNow);
  }

  private String drift(ShrinkRun run, Approval approval, ShrinkPlan planNow) {
    PlanHash approved = approval.hash();
    if (!approved.equals(run.plan().hash())
        || !approved.equals(planNow.asRevision(run.plan().revision()).hash())) {
      return "the table, the server or the settings changed since it was approved";
    }
    List<String> others = joined(run.plan().facts().topology(), planNow.facts().topology());
    if (!others.isEmpty()) {
      return "since it was approved the server " + String.join(", ", others);
    }
    ByteSize was = run.plan().facts().tablespace().fileSize();
    ByteSize is = planNow.facts().tablespace().fileSize();
    if (isBeyondTolerance(was, is)) {
      return "its file has " + is + " now, and had " + was + " when it was approved";
    }
    if (approval.isAutomatic()) {
      return isAutomatic(planNow) ? "" : "no rule approves it any more: its file has " + is;
    }
    return approversOf(planNow) > approversOf(run.plan())
        ? "its file has " + is + " now, and takes " + approversOf(planNow) + " approvals"
        : "";
  }

  /**
   * What is so now of the server and its followers and was not then. Who left can only be hurt
   * less: a replica that is away for a moment makes nothing stale.
   */
  private static List<String> joined(List<String> then, List<String> now) {
    return then.isEmpty() ? List.of() : now.stream().filter(one -> !then.contains(one)).toList();
  }

  /**
   * Time and disk go by the size: half as much again is another request. A few megabytes are not,
   * however small the file was.
   */
  private static boolean isBeyondTolerance(ByteSize was, ByteSize is) {
    long grown = is.bytes() - was.bytes();
    return grown > SIZE_NOISE.bytes() && grown > was.bytes() / 2;
  }

  private static void requireState(ShrinkRun run, RunState state, String decision) {
    if (run.state() != state) {
      throw new NotAllowedException(
          "run "
              + run.id()
              + " is "
              + run.state()
              + " and cannot be "
              + decision
              + " (expected: "
              + state
              + ")");
    }
  }
}
