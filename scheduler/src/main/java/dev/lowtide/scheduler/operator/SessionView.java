package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that passes the proxy.
 *
 * @param serverThreadId the server's id for it
 * @param command what is in flight, without its literals; empty if nothing is
 * @param commandFor how long it has been; null if nothing is
 * @param transactionFor how long the transaction has been open; null if none is
 * @param tables those touched in it, with r or w
 */
public record SessionView(
    long serverThreadId,
    String user,
    String clientAddress,
    String program,
    String schema,
    String phase,
    boolean isEncrypted,
    boolean isHeld,
    long commands,
    String command,
    @Nullable Duration commandFor,
    String transaction,
    @Nullable Duration transactionFor,
    List<String> tables) {

  public SessionView {
    tables = List.copyOf(tables);
  }
}
