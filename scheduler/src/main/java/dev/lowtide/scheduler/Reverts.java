package dev.lowtide.scheduler;

import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.shrink.RunId;
import java.util.List;

/**
 * Old tables that are kept after their copies took their places. Safe for any thread. What cannot
 * be done is an {@link dev.lowtide.scheduler.operator.OperatorException}.
 */
interface Reverts {

  /** Where nothing is kept. */
  Reverts NONE =
      new Reverts() {
        @Override
        public List<OldTableView> kept() {
          return List.of();
        }

        @Override
        public void revert(RunId run, String by) {
          throw new IllegalStateException("run " + run + " keeps no old table");
        }

        @Override
        public void drop(RunId run, String by) {
          throw new IllegalStateException("run " + run + " keeps no old table");
        }
      };

  List<OldTableView> kept();

  /** Puts the old table back; called only for one that is in step. */
  void revert(RunId run, String by);

  /** Drops it; called only for one that is kept. */
  void drop(RunId run, String by);
}
