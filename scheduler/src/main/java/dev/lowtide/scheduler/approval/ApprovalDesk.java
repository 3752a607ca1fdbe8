package dev.lowtide.scheduler.approval;

import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides on requests. The requester never approves, whatever else they may do; only configuration
 * can, and then the approval says so.
 */
public final class ApprovalDesk {

  /** Who approves where configuration does. */
  public static final String CONFIGURATION = "approval: automatic";

  private final ApprovalPolicy policy;

  public ApprovalDesk(ApprovalPolicy policy) {
    this.policy = policy;
  }

  /**
   * A fresh request, approved at once where configuration says so; what cannot be had back once it
   * is gone waits for a person all the same.
   */
  public ShrinkRun onRequested(ShrinkRun run, Instant now) {
    if (!policy.isAutomatic() || run.plan().method().isNeverAutomatic()) {
      return run;
    }
    return run.approved(
        new Approval(CONFIGURATION, now, true, run.plan().hash()),
        "approved by configuration",
        now);
  }

  public ShrinkRun approve(ShrinkRun run, String by, Instant now) {
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
    return run.approved(new Approval(by, now, false, run.plan().hash()), "approved by " + by, now);
  }

  public ShrinkRun reject(ShrinkRun run, String by, String why, Instant now) {
    requireState(run, RunState.PROPOSED, "rejected");
    String reason = why.isBlank() ? "" : ": " + why;
    return run.become(RunState.REJECTED, "rejected by " + by + reason, now);
  }

  /** What became too old by now, or nothing. */
  public Optional<ShrinkRun> expire(ShrinkRun run, Instant now) {
    Approval approval = run.approval();
    if (run.state() == RunState.PROPOSED
        && run.requestedAt().plus(policy.requestLifetime()).isBefore(now)) {
      return Optional.of(
          run.become(RunState.EXPIRED, "nobody decided within " + policy.requestLifetime(), now));
    }
    boolean isWaiting =
        run.state() == RunState.APPROVED || run.state() == RunState.WAITING_FOR_QUIET;
    if (isWaiting
        && approval != null
        && approval.at().plus(policy.approvalLifetime()).isBefore(now)) {
      return Optional.of(
          run.become(
              RunState.EXPIRED, "it was never quiet within " + policy.approvalLifetime(), now));
    }
    return Optional.empty();
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
    PlanHash approved = approval.hash();
    boolean isTrue = approved.equals(run.plan().hash()) && approved.equals(planNow.hash());
    return isTrue ? Optional.of(new ApprovedPlan(run.id(), planNow, approval)) : Optional.empty();
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
