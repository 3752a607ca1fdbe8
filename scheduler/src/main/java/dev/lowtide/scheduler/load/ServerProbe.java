package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.TableName;
import java.util.List;

/** The server's own view, so that traffic which does not pass the proxy counts too. */
public interface ServerProbe {

  /**
   * What the server is doing.
   *
   * @throws ProbeFailedException if it cannot be asked
   */
  ServerLoad load();

  /**
   * Sessions other than ours that hold or await a metadata lock on the table.
   *
   * @throws ProbeFailedException if it cannot be asked
   */
  List<TableLock> locks(TableName table);
}
