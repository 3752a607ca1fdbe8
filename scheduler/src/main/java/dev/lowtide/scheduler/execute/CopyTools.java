package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.copy.Throttle;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** What a shadow copy takes. Whoever asks for something that can be closed closes it. */
public interface CopyTools {

  /** The mark by which everything that a run makes in the target can be known as its own. */
  String owner(RunId run);

  /** A copy for this plan. */
  TableCopy copy(ShrinkPlan plan, CopyProgress progress);

  ShadowTables shadows();

  Throttle throttle();

  Comparison comparison(CopyTable table);

  SwapSession swapSession(CopyTable table, long copyId);

  SwapServer swapServer(CopyTable table, long copyId);
}
