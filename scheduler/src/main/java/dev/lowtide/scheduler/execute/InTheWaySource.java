package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Sees who must be gone before tables change places. Safe for any thread. */
public interface InTheWaySource {

  /**
   * Who has one of the tables open, looks at the past, or keeps every definition as it is; sessions
   * of ours left out.
   */
  List<InTheWay> inTheWay(Collection<TableName> tables);

  /**
   * Sessions, by the server's ids, that have a transaction and do not look at the past at this
   * moment, as far as the server says. If one does later, it sees what has been committed by now.
   */
  Set<Long> threadsWithoutReadView();
}
