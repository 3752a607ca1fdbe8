package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as somebody sees it who thinks of ending it.
 *
 * @param isProxied whether it passes the proxy, and so can be told why it ends
 * @param command what it is doing; empty if nothing is in flight
 * @param transaction the open one, by the name to end it with; empty if none is open
 * @param openFor how long it has been open; null if none is
 * @param tables what it has touched, or holds locks on
 * @param protection why nobody may end it from here; empty if it may be ended
 */
public record EndableView(
    long threadId,
    String user,
    String client,
    String program,
    boolean isProxied,
    String command,
    String transaction,
    @Nullable Duration openFor,
    List<String> tables,
    String protection) {

  public EndableView {
    tables = List.copyOf(tables);
  }

  public boolean mayBeEnded() {
    return protection.isEmpty() && !transaction.isEmpty();
  }
}
