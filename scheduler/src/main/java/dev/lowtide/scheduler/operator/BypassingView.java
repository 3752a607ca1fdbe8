package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session of the server's that does not pass the proxy, so that nothing of it can be held.
 *
 * @param transactionFor how long its transaction has been open; null if none is
 * @param trxId what InnoDB calls that; empty if none is open
 * @param tables those it holds locks on
 */
public record BypassingView(
    long threadId,
    String user,
    String host,
    String program,
    @Nullable Duration transactionFor,
    String trxId,
    List<String> tables) {

  public BypassingView {
    tables = List.copyOf(tables);
  }

  public boolean isOpen() {
    return !trxId.isEmpty();
  }
}
