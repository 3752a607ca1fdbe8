package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.RunId;
import java.util.List;

/** How runs went, as long as it is kept. Safe for any thread. */
@FunctionalInterface
public interface RunTraces {

  /** The oldest first; none of a run that has not been at work, or that is too long ago. */
  List<RunPoint> trace(RunId run);
}
