package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.preflight.KindChecks;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** What must be so before undo tablespaces are truncated. */
public final class UndoChecks implements KindChecks {

  /**
   * Undo logs that purge works off in the time that is waited for one tablespace: some 20,000 a
   * second on a slow disk, in ten minutes.
   */
  private static final long HISTORY_MAX = 10_000_000;

  private final UndoServer server;

  public UndoChecks(UndoServer server) {
    this.server = server;
  }

  @Override
  public List<CheckResult> check(ShrinkPlan plan) {
    return List.of(history(server.backlog()), others(server.spaces()));
  }

  private static CheckResult history(UndoServer.Backlog backlog) {
    boolean isLong =
        backlog.historyLength().isPresent() && backlog.historyLength().getAsLong() > HISTORY_MAX;
    return isLong
        ? CheckResult.refusedForNow(
            "undo-history", backlog.text() + " (expected: at most " + HISTORY_MAX + ")")
        : CheckResult.passed("undo-history", backlog.text());
  }

  /** One that somebody else set inactive is somebody else's to set active. */
  private static CheckResult others(List<UndoSpace> spaces) {
    List<UndoSpace> inactive =
        spaces.stream().filter(space -> !space.isActive() && !space.isHelper()).toList();
    return inactive.isEmpty()
        ? CheckResult.passed("undo-inactive", "no undo tablespace is inactive")
        : CheckResult.refusedForNow(
            "undo-inactive",
            UndoPlanner.names(inactive)
                + " is inactive, and nobody here made it so (expected: none; it may be truncated"
                + " by the server at this moment, or ALTER UNDO TABLESPACE … SET ACTIVE)");
  }
}
