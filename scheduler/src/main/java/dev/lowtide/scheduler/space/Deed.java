package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Carries out the statements of a plan, and sees what came of it. */
public interface Deed {

  /** Any failure is an exception, and has changed nothing. */
  void execute(ShrinkPlan plan);

  /** Why it cannot be said to be done, in words; empty if it is. */
  String doubts(ShrinkPlan plan);
}
