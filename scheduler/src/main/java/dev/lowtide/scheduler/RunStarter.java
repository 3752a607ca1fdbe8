package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.ledger.LedgerBlindException;
import dev.lowtide.scheduler.ledger.Reaches;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.ServerProbe;
import dev.lowtide.scheduler.load.TableOnServer;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.Planner;
import dev.lowtide.scheduler.quiet.Judgement;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietWindow;
import dev.lowtide.scheduler.quiet.Rung;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the run that may begin now: approved, still true, and quiet for its table. Confined to the
 * scheduler's thread, but for what it says about waiting.
 */
final class RunStarter {

  private static final Logger log = LoggerFactory.getLogger(RunStarter.class);

  private final RunBook book;
  private final Planner planner;
  private final ApprovalDesk desk;
  private final ServerProbe probe;
  private final QuietDetector detector;
  private final Reaches reaches;
  private final LastLook lastLook;
  private final CalendarDesk calendar;
  private final Clock clock;
  private final Map<RunId, Waiting> waiting = new ConcurrentHashMap<>();

  /** What it takes to begin. */
  record Start(ApprovedPlan plan, QuietWindow window) {}

  RunStarter(
      RunBook book,
      Planner planner,
      ApprovalDesk desk,
      ServerProbe probe,
      QuietDetector detector,
      Reaches reaches,
      LastLook lastLook,
      CalendarDesk calendar,
      Clock clock) {
    this.book = book;
    this.planner = planner;
    this.desk = desk;
    this.probe = probe;
    this.detector = detector;
    this.reaches = reaches;
    this.lastLook = lastLook;
    this.calendar = calendar;
    this.clock = clock;
  }

  /**
   * Why a run has not begun.
   *
   * @param why in words; empty if nothing is known to be in its way
   * @param ladder how the conditions for its table stand; empty if they were not looked at
   */
  record Waiting(String why, List<Rung> ladder) {

    private static final Waiting FOR_NOTHING = new Waiting("", List.of());

    Waiting {
      ladder = List.copyOf(ladder);
    }
  }

  /** What a run waits for. Safe for any thread. */
  Waiting waitingFor(RunId run) {
    return waiting.getOrDefault(run, Waiting.FOR_NOTHING);
  }

  /** The one that gives back most for each minute, of those that may begin. */
  Optional<Start> next() {
    waiting.keySet().retainAll(book.open().stream().map(ShrinkRun::id).toList());
    for (ShrinkRun run : bestFirst(book.open())) {
      ShrinkRun next = run;
      if (run.state() == RunState.APPROVED) {
        next = book.move(run.id(), RunState.WAITING_FOR_QUIET, "waiting until it is quiet");
      }
      if (next.state() == RunState.WAITING_FOR_QUIET) {
        Optional<Start> start = startIfItCanBeTold(next);
        if (start.isPresent()) {
          return start;
        }
      }
    }
    return Optional.empty();
  }

  /** Nothing begins, whatever waits, and this is why. */
  void waitAll(String why) {
    for (ShrinkRun run : book.open()) {
      if (run.state() == RunState.APPROVED || run.state() == RunState.WAITING_FOR_QUIET) {
        waitFor(run, why);
      }
    }
  }

  /** Of equals the oldest. */
  private static List<ShrinkRun> bestFirst(List<ShrinkRun> oldestFirst) {
    return oldestFirst.stream()
        .sorted(
            Comparator.comparingDouble((ShrinkRun run) -> run.plan().estimate().bytesPerMinute())
                .reversed())
        .toList();
  }

  /** What is wrong with one run is in the way of no other. */
  private Optional<Start> startIfItCanBeTold(ShrinkRun run) {
    try {
      return start(run);
    } catch (RuntimeException e) {
      log.warn("run={} cannot be looked at", run.id(), e);
      waitFor(run, "it cannot be looked at: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Start> start(ShrinkRun run) {
    if (run.notBefore().isAfter(clock.instant())) {
      waitFor(run, "the next attempt is not before " + run.notBefore());
      return Optional.empty();
    }
    if (!calendar.hasWindowOf(run)) {
      String why = "window '" + run.plan().window() + "', which it was asked for, is no more";
      book.move(run.id(), RunState.STALE, why);
      return Optional.empty();
    }
    String closed = calendar.whyNot(run);
    if (!closed.isEmpty()) {
      waitFor(run, closed);
      return Optional.empty();
    }
    TableName table = run.plan().subject().tableName();
    return switch (run.plan().method().needs()) {
      case SIGHT -> startBehindTraffic(run, detector.windowBehindTraffic(table));
      case QUIET_SERVER -> startInQuiet(run, detector.windowOfServer(table));
      case QUIET_TABLE -> startOnQuietTable(run, run.plan().table());
    };
  }

  private Optional<Start> startOnQuietTable(ShrinkRun run, TableName table) {
    Reach reach;
    try {
      reach = reaches.reach(table);
    } catch (LedgerBlindException e) {
      waitFor(run, "blind: " + e.getMessage());
      return Optional.empty();
    }
    TableOnServer atServer = atServer(table);
    QuietWindow window = detector.window(table, reach, atServer);
    if (window == null) {
      Judgement judgement = detector.table(table, reach, atServer);
      waiting.put(run.id(), new Waiting(judgement.verdict().text(), judgement.ladder()));
      return Optional.empty();
    }
    String misgiving = lastLook.misgiving(reach);
    if (!misgiving.isEmpty()) {
      waitFor(run, misgiving);
      return Optional.empty();
    }
    waiting.remove(run.id());
    return approvedNow(run).map(plan -> new Start(plan, window));
  }

  /** It needs no quiet to begin with: it works as hard as the load lets it. */
  private Optional<Start> startBehindTraffic(ShrinkRun run, @Nullable QuietWindow window) {
    if (window == null) {
      waitFor(run, detector.server().verdict().text());
      return Optional.empty();
    }
    waiting.remove(run.id());
    return approvedNow(run).map(plan -> new Start(plan, window));
  }

  /** It makes way for nobody once it has begun, but keeps nobody from a table either. */
  private Optional<Start> startInQuiet(ShrinkRun run, @Nullable QuietWindow window) {
    if (window == null) {
      Judgement judgement = detector.server();
      waiting.put(run.id(), new Waiting(judgement.verdict().text(), judgement.ladder()));
      return Optional.empty();
    }
    waiting.remove(run.id());
    return approvedNow(run).map(plan -> new Start(plan, window));
  }

  private TableOnServer atServer(TableName table) {
    try {
      return probe.table(table);
    } catch (ProbeFailedException e) {
      return TableOnServer.unseen(String.valueOf(e.getMessage()));
    }
  }

  private void waitFor(ShrinkRun run, String why) {
    waiting.put(run.id(), new Waiting(why, List.of()));
  }

  /** The facts are looked up again: what was approved must still be what would be done. */
  private Optional<ApprovedPlan> approvedNow(ShrinkRun run) {
    if (book.lacksApprovals(run)) {
      book.move(run.id(), RunState.STALE, "the settings ask for more approvals by now");
      return Optional.empty();
    }
    PlanOutcome now;
    try {
      now = planner.again(run.plan()).map(plan -> plan.inWindow(run.plan().window()));
    } catch (TargetException e) {
      waitFor(run, "blind: " + e.getMessage());
      return Optional.empty();
    }
    Optional<ApprovedPlan> approved =
        now instanceof Planned planned ? desk.approvedPlan(run, planned.plan()) : Optional.empty();
    if (approved.isEmpty()) {
      String why =
          now instanceof PlanOutcome.Refused refused
              ? refused.reason()
              : desk.drift(run, ((Planned) now).plan());
      book.move(run.id(), RunState.STALE, why);
    }
    return approved;
  }
}
