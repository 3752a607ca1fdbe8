package dev.lowtide.scheduler.shrink;

import java.util.Set;

/**
 * A run's life, from request to report. Only the edges named here exist.
 *
 * <pre>
 * CHANGES_REQUESTED ◄─► PROPOSED ◄─ STALE
 *
 * PROPOSED ─► APPROVED ─► WAITING_FOR_QUIET ─► PREFLIGHT ─► RUNNING ─► CUTTING_OVER ─► VERIFYING ─► SUCCEEDED
 *                               ▲                          ▲  │             │
 *                               │                   PAUSED ◄─┘  │             │
 *                               └────────── YIELDING ◄──────────┴─────────────┘
 * </pre>
 */
public enum RunState {
  /** Asked for; nobody has decided yet. */
  PROPOSED,
  /** An approver wants it otherwise; whoever requested it asks again, or not. */
  CHANGES_REQUESTED,
  APPROVED,
  WAITING_FOR_QUIET,
  PREFLIGHT,
  RUNNING,
  /** A copy stands still, for the sake of clients or because a person said so; nothing is lost. */
  PAUSED,
  /** Stopped for the sake of clients; what was begun is being taken back. */
  YIELDING,
  CUTTING_OVER,
  VERIFYING,
  SUCCEEDED,
  /** It went wrong, and what there is of it is known. */
  FAILED,
  /** Stopped before it changed anything. */
  ABORTED,
  /** The server may or may not have done it. Nothing is retried; a person looks. */
  UNCERTAIN,
  REJECTED,
  /** A request or an approval grew too old. */
  EXPIRED,
  /** An approval was taken back. */
  REVOKED,
  /** The facts are no longer those that were approved; whoever requested it may ask again. */
  STALE;

  private Set<RunState> next() {
    return switch (this) {
      case PROPOSED -> Set.of(CHANGES_REQUESTED, APPROVED, REJECTED, EXPIRED);
      case CHANGES_REQUESTED -> Set.of(PROPOSED, REJECTED, EXPIRED);
      case APPROVED -> Set.of(WAITING_FOR_QUIET, REVOKED, EXPIRED, STALE, ABORTED);
      case WAITING_FOR_QUIET -> Set.of(PREFLIGHT, ABORTED, REVOKED, EXPIRED, STALE, FAILED);
      case PREFLIGHT -> Set.of(RUNNING, YIELDING, ABORTED, FAILED, STALE);
      case RUNNING -> Set.of(PAUSED, CUTTING_OVER, YIELDING, ABORTED, FAILED, UNCERTAIN);
      case PAUSED -> Set.of(RUNNING, YIELDING, ABORTED, FAILED, UNCERTAIN);
      case YIELDING -> Set.of(WAITING_FOR_QUIET, ABORTED, FAILED, UNCERTAIN);
      case CUTTING_OVER -> Set.of(RUNNING, VERIFYING, YIELDING, ABORTED, FAILED, UNCERTAIN);
      case VERIFYING -> Set.of(SUCCEEDED, FAILED, UNCERTAIN);
      case STALE -> Set.of(PROPOSED);
      case SUCCEEDED, FAILED, ABORTED, UNCERTAIN, REJECTED, EXPIRED, REVOKED -> Set.of();
    };
  }

  public boolean canBecome(RunState state) {
    return next().contains(state);
  }

  /** It moves no more, unless somebody asks again. */
  public boolean isFinal() {
    return this == STALE || next().isEmpty();
  }

  /** It begins or ends only when no session is in the way of its table. */
  public boolean isWaitingForSessions() {
    return switch (this) {
      case APPROVED, WAITING_FOR_QUIET, PREFLIGHT, RUNNING, PAUSED, CUTTING_OVER -> true;
      default -> false;
    };
  }

  /** A statement of ours may be at work on the server. */
  public boolean isAtWork() {
    return this == RUNNING
        || this == PAUSED
        || this == YIELDING
        || this == CUTTING_OVER
        || this == VERIFYING;
  }
}
