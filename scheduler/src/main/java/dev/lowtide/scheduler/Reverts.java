package dev.lowtide.scheduler;

import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.shrink.RunId;
import java.util.List;

/**
 * Old tables that are kept after their copies took their places. Safe for any thread. What cannot
 * be done is an {@link dev.lowtide.scheduler.operator.OperatorException}.
 */
interface Reverts {

  List<OldTableView> kept();

  /** Puts the old table back; called only for one that is in step. */
  void revert(RunId run, String by);

  /** Drops it; called only for one that is kept. */
  void drop(RunId run, String by);
}
