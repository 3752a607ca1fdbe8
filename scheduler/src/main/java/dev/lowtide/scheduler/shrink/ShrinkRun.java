package dev.lowtide.scheduler.shrink;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request and what became of it.
 *
 * @param attempts how often it was begun, without those that nothing of its own has ended
 * @param reason why it is in its state, in words
 * @param notBefore earliest time of the next attempt
 * @param waits what clients had to wait for it, all attempts together
 * @param isAcknowledged whether a person has looked at an uncertain outcome
 */
public record ShrinkRun(
    RunId id,
    ShrinkPlan plan,
    RunState state,
    String requestedBy,
    Instant requestedAt,
    @Nullable Approval approval,
    int attempts,
    Instant notBefore,
    String reason,
    Instant changedAt,
    WaitsCaused waits,
    boolean isAcknowledged) {

  /** The same run, one edge further. */
  public ShrinkRun become(RunState next, String why, Instant now) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException("run " + id + ": " + state + " cannot become " + next);
    }
    return with(next, approval, attempts, notBefore, why, now, waits, isAcknowledged);
  }

  public ShrinkRun approved(Approval yes, String why, Instant now) {
    return with(state, yes, attempts, notBefore, reason, changedAt, waits, isAcknowledged)
        .become(RunState.APPROVED, why, now);
  }

  /** Asked for anew, with another plan: nobody has said anything to it yet. */
  public ShrinkRun revised(ShrinkPlan other, String why, Instant now) {
    ShrinkRun proposed =
        with(state, null, 0, now, reason, changedAt, waits, isAcknowledged)
            .become(RunState.PROPOSED, why, now);
    return new ShrinkRun(
        id,
        other,
        proposed.state,
        requestedBy,
        requestedAt,
        null,
        0,
        now,
        why,
        now,
        waits,
        isAcknowledged);
  }

  public ShrinkRun begun() {
    return with(state, approval, attempts + 1, notBefore, reason, changedAt, waits, isAcknowledged);
  }

  /** As if it had not been begun this time: what ended it says nothing of the next attempt. */
  public ShrinkRun uncounted() {
    return with(state, approval, attempts - 1, notBefore, reason, changedAt, waits, isAcknowledged);
  }

  public ShrinkRun notBefore(Instant time) {
    return with(state, approval, attempts, time, reason, changedAt, waits, isAcknowledged);
  }

  public ShrinkRun caused(WaitsCaused more) {
    return with(
        state, approval, attempts, notBefore, reason, changedAt, waits.plus(more), isAcknowledged);
  }

  public ShrinkRun acknowledged() {
    return with(state, approval, attempts, notBefore, reason, changedAt, waits, true);
  }

  /**
   * Whether it was begun since it was approved. An attempt that ends without the run says when the
   * next one may be; one that is not counted leaves nothing else.
   */
  public boolean hasBegun() {
    return attempts > 0 || (approval != null && notBefore.isAfter(approval.at()));
  }

  /** Nobody may ask for the table again before this run is done with. */
  public boolean isInTheWay() {
    return !state.isFinal() || (state == RunState.UNCERTAIN && !isAcknowledged);
  }

  private ShrinkRun with(
      RunState state,
      @Nullable Approval approval,
      int attempts,
      Instant notBefore,
      String reason,
      Instant changedAt,
      WaitsCaused waits,
      boolean isAcknowledged) {
    return new ShrinkRun(
        id,
        plan,
        state,
        requestedBy,
        requestedAt,
        approval,
        attempts,
        notBefore,
        reason,
        changedAt,
        waits,
        isAcknowledged);
  }
}
