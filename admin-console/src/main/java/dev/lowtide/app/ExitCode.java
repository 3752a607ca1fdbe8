package dev.lowtide.app;

import dev.lowtide.scheduler.shrink.RunState;

/** What commands end with, for scripts to branch on. */
enum ExitCode {
  OK(0),
  /** Lowtide cannot be reached, or failed by a fault of its own. */
  UNREACHABLE(1),
  /** The command, the configuration or a value in it cannot be used; nothing was changed. */
  BAD_INPUT(2),
  REJECTED(3),
  ABORTED(4),
  FAILED(5),
  UNCERTAIN(6),
  /** Expired, revoked or stale: it needs a new approval. */
  LAPSED(7);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** How a run came out; a run that has not ended is no failure. */
  static ExitCode of(RunState state) {
    return switch (state) {
      case REJECTED -> REJECTED;
      case ABORTED -> ABORTED;
      case FAILED -> FAILED;
      case UNCERTAIN -> UNCERTAIN;
      case EXPIRED, REVOKED, STALE -> LAPSED;
      case PROPOSED,
          CHANGES_REQUESTED,
          APPROVED,
          WAITING_FOR_QUIET,
          PREFLIGHT,
          RUNNING,
          PAUSED,
          YIELDING,
          CUTTING_OVER,
          VERIFYING,
          SUCCEEDED ->
          OK;
    };
  }
}
