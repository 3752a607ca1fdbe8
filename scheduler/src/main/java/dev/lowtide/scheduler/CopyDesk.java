package dev.lowtide.scheduler;

import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people decide about copies at work, and about what is left of them. Any thread. */
final class CopyDesk {

  private static final String DROP = "drop old table";

  private final RunBook book;
  private final Journal journal;
  private final Supplier<@Nullable ActiveRun> active;
  private final Reverts reverts;
  private final Supplier<Optional<HeldView>> held;
  private final Runnable onResumed;
  private final Clock clock;

  /**
   * @param held who holds everything, if anybody does
   * @param onResumed called when a person wants a copy to go on
   */
  CopyDesk(
      RunBook book,
      Journal journal,
      Supplier<@Nullable ActiveRun> active,
      Reverts reverts,
      Supplier<Optional<HeldView>> held,
      Runnable onResumed,
      Clock clock) {
    this.book = book;
    this.journal = journal;
    this.active = active;
    this.reverts = reverts;
    this.held = held;
    this.onResumed = onResumed;
    this.clock = clock;
  }

  ShrinkRun pause(RunId id, String by) {
    ShrinkRun run = book.get(id);
    CopyWatch copy = copyAtWork(run);
    if (!copy.pause(by)) {
      throw refused("run " + id + " was paused by " + copy.pausedBy() + " already");
    }
    return done(run, "pause", by);
  }

  ShrinkRun resume(RunId id, String by) {
    ShrinkRun run = book.get(id);
    CopyWatch copy = copyAtWork(run);
    if (!copy.resume() && !copy.isStandingStill()) {
      throw refused("run " + id + " was not paused by anybody, and does not stand still");
    }
    onResumed.run();
    return done(run, "resume", by);
  }

  List<OldTableView> kept() {
    return reverts.kept().stream().sorted(Comparator.comparing(OldTableView::keptUntil)).toList();
  }

  ShrinkRun revert(RunId id, String by) {
    ShrinkRun run = book.get(id);
    requireNotHeld();
    Optional<OldTableView> old = old(id);
    if (old.filter(OldTableView::isInStep).isEmpty()) {
      throw refused(
          "run "
              + id
              + " keeps no old table in step"
              + old.map(view -> ": " + view.whyNot()).orElse(""));
    }
    ActiveRun atWork = active.get();
    if (atWork != null) {
      throw refused(
          "run " + atWork.id() + " is at work (expected: none, or one that has been aborted)");
    }
    reverts.revert(id, by);
    return done(run, "revert", by);
  }

  /** Written down first: it cannot be taken back, and nobody shall wonder where a table went. */
  ShrinkRun dropOld(RunId id, String by) {
    ShrinkRun run = book.get(id);
    requireNotHeld();
    if (old(id).isEmpty()) {
      throw refused("run " + id + " keeps no old table");
    }
    done(run, DROP, by);
    try {
      reverts.drop(id, by);
    } catch (RuntimeException e) {
      journal.record(clock.instant(), by, DROP, "run " + id + ": " + e.getMessage());
      throw e;
    }
    return run;
  }

  private void requireNotHeld() {
    held.get()
        .ifPresent(
            view -> {
              throw refused(view.text() + " (expected: somebody lets things go on first)");
            });
  }

  private Optional<OldTableView> old(RunId run) {
    return reverts.kept().stream().filter(old -> old.run().equals(run)).findFirst();
  }

  /** Its rows are copied in pieces, between which it can stand still; nothing else can. */
  private CopyWatch copyAtWork(ShrinkRun run) {
    ActiveRun atWork = active.get();
    if (run.state().isAtWork() && !run.plan().method().isCopy()) {
      throw refused("run " + run.id() + " rebuilds its table in one go and cannot stand still");
    }
    boolean isCopying = run.state() == RunState.RUNNING || run.state() == RunState.PAUSED;
    if (!isCopying || atWork == null || !atWork.id().equals(run.id())) {
      throw refused("run " + run.id() + " is " + run.state() + " (expected: a copy at work)");
    }
    return atWork.copy();
  }

  private ShrinkRun done(ShrinkRun run, String action, String by) {
    journal.record(clock.instant(), by, action, "run " + run.id());
    return run;
  }

  private static OperatorException refused(String why) {
    return new OperatorException(Kind.REFUSED, why);
  }
}
