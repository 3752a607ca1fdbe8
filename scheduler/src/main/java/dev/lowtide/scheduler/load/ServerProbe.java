package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.TableName;

/** The server's own view, so that traffic which does not pass the proxy counts too. */
public interface ServerProbe {

  /**
   * What the server is doing.
   *
   * @throws ProbeFailedException if it cannot be asked
   */
  ServerLoad load();

  /**
   * Who is in the table's way.
   *
   * @throws ProbeFailedException if it cannot be asked
   */
  TableOnServer table(TableName table);
}
