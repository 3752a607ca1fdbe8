package dev.lowtide.scheduler;

import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs as people see them. Any thread. */
final class RunViews {

  private final Journal journal;
  private final RunStarter starter;
  private final Supplier<@Nullable ActiveRun> active;

  RunViews(Journal journal, RunStarter starter, Supplier<@Nullable ActiveRun> active) {
    this.journal = journal;
    this.starter = starter;
    this.active = active;
  }

  RunView of(ShrinkRun run) {
    ActiveRun atWork = active.get();
    boolean isAtWork = atWork != null && atWork.id().equals(run.id());
    RunStarter.Waiting waiting = starter.waitingFor(run.id());
    return new RunView(
        run,
        journal.steps(run.id()),
        waiting.why(),
        ConditionViews.of(waiting.ladder()),
        atWork != null && isAtWork ? atWork.copied() : ByteSize.ZERO,
        run.plan().estimate().temporaryDisk(),
        journal.report(run.id()).isPresent(),
        atWork != null && isAtWork ? progress(run, atWork.copy()) : null);
  }

  private static @Nullable ProgressView progress(ShrinkRun run, CopyWatch copy) {
    return copy.isUnderWay() ? copy.view(run.plan().facts().tablespace().rowsEstimate()) : null;
  }
}
