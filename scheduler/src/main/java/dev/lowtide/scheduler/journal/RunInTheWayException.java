package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.shrink.ShrinkRun;

/** A table has a run already that is not done with. */
public final class RunInTheWayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RunInTheWayException(ShrinkRun run) {
    super(
        "run "
            + run.id()
            + " for "
            + run.plan().subject()
            + " is "
            + run.state()
            + (run.state().isFinal() ? " and nobody has acknowledged it" : "")
            + " (expected: one run for a table at a time)");
  }
}
