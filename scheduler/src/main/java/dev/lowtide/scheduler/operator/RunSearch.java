package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.List;

/** Finds runs among all that ever were. Safe for any thread. */
@FunctionalInterface
public interface RunSearch {

  /** The newest first, at most so many. */
  List<ShrinkRun> runs(RunFilter filter, int max);
}
