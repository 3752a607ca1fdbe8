package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import java.util.Collection;
import java.util.List;

/** Sees who must be gone before tables change places. Safe for any thread. */
@FunctionalInterface
public interface InTheWaySource {

  /**
   * Who has one of the tables open, looks at the past, or keeps every definition as it is; sessions
   * of ours left out.
   */
  List<InTheWay> inTheWay(Collection<TableName> tables);
}
