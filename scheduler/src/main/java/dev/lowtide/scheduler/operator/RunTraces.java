package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.RunId;
import java.util.List;

/** How runs went, as long as it is remembered. Safe for any thread. */
@FunctionalInterface
public interface RunTraces {

  /** The oldest first; none of a run that was not at work since the last start. */
  List<RunPoint> trace(RunId run);
}
