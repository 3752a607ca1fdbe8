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
 * @param transaction its state
 * @param transactionId what the open one is called; empty if none is
 * @param transactionFor how long the transaction has been open; null if none is
 * @param tables those touched in it and those locked beyond it, with r or w
 * @param touches those touched in it, by the time of the last touch, the latest first
 * @param readViewFor how old its read view is; null if it has none
 * @param isolation as far as the session has said what it wants
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
    String transactionId,
    @Nullable Duration transactionFor,
    List<String> tables,
    List<TouchView> touches,
    @Nullable Duration readViewFor,
    String isolation,
    KeptView kept) {

  public SessionView {
    tables = List.copyOf(tables);
    touches = List.copyOf(touches);
  }

  /** Whether there is a transaction that its end would roll back. */
  public boolean isOpen() {
    return !transactionId.isEmpty();
  }
}
