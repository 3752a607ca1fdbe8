package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Makes the server whole again after an attempt that nobody ended. */
@FunctionalInterface
public interface Tidying {

  /** What was found and done, in words. Whatever it is, the attempt may be made again. */
  String tidy(ShrinkPlan plan) throws InterruptedException;
}
