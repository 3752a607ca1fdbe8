package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.ServerProbe;
import dev.lowtide.scheduler.load.TableLock;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietWindow;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the run that may begin now: approved, still true, and quiet for its table. Confined to the
 * scheduler's thread, but for what it says about waiting.
 */
final class RunStarter {

  private final RunBook book;
  private final ShrinkPlanner planner;
  private final ApprovalDesk desk;
  private final ServerProbe probe;
  private final QuietDetector detector;
  private final Clock clock;
  private final Map<RunId, String> waitingFor = new ConcurrentHashMap<>();

  /** What it takes to begin. */
  record Start(ApprovedPlan plan, QuietWindow window) {}

  RunStarter(
      RunBook book,
      ShrinkPlanner planner,
      ApprovalDesk desk,
      ServerProbe probe,
      QuietDetector detector,
      Clock clock) {
    this.book = book;
    this.planner = planner;
    this.desk = desk;
    this.probe = probe;
    this.detector = detector;
    this.clock = clock;
  }

  /** Why a run has not begun; empty if nothing is known to be in its way. Safe for any thread. */
  String waitingFor(RunId run) {
    return waitingFor.getOrDefault(run, "");
  }

  /** The oldest run that may begin, if there is one. */
  Optional<Start> next() {
    waitingFor.keySet().retainAll(book.open().stream().map(ShrinkRun::id).toList());
    for (ShrinkRun run : book.open()) {
      ShrinkRun waiting = run;
      if (run.state() == RunState.APPROVED) {
        waiting = book.move(run.id(), RunState.WAITING_FOR_QUIET, "waiting until it is quiet");
      }
      if (waiting.state() == RunState.WAITING_FOR_QUIET) {
        Optional<Start> start = start(waiting);
        if (start.isPresent()) {
          return start;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Start> start(ShrinkRun run) {
    if (run.notBefore().isAfter(clock.instant())) {
      waitingFor.put(run.id(), "the next attempt is not before " + run.notBefore());
      return Optional.empty();
    }
    TableName table = run.plan().table();
    List<TableLock> locks;
    try {
      locks = probe.locks(table);
    } catch (ProbeFailedException e) {
      waitingFor.put(run.id(), "blind: " + e.getMessage());
      return Optional.empty();
    }
    QuietWindow window = detector.window(table, locks);
    if (window == null) {
      waitingFor.put(run.id(), detector.table(table, locks).text());
      return Optional.empty();
    }
    waitingFor.remove(run.id());
    return approvedNow(run).map(plan -> new Start(plan, window));
  }

  /** The facts are looked up again: what was approved must still be what would be done. */
  private Optional<ApprovedPlan> approvedNow(ShrinkRun run) {
    PlanOutcome now;
    try {
      now = planner.plan(run.plan().table());
    } catch (TargetException e) {
      waitingFor.put(run.id(), "blind: " + e.getMessage());
      return Optional.empty();
    }
    Optional<ApprovedPlan> approved =
        now instanceof Planned planned ? desk.approvedPlan(run, planned.plan()) : Optional.empty();
    if (approved.isEmpty()) {
      String why =
          now instanceof PlanOutcome.Refused refused
              ? refused.reason()
              : "the table, the server or the settings changed since it was approved";
      book.move(run.id(), RunState.STALE, why);
    }
    return approved;
  }
}
