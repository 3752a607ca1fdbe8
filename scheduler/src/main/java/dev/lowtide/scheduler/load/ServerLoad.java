package dev.lowtide.scheduler.load;

import java.util.List;

/**
 * What the server is doing, our own sessions left out.
 *
 * @param threadsRunning sessions that are executing something
 * @param transactions those that are open, the oldest first
 * @param preparedXaTransactions transactions between XA PREPARE and their end; they keep locks even
 *     when no session is left
 */
public record ServerLoad(
    int threadsRunning, List<OpenTransaction> transactions, int preparedXaTransactions) {

  public ServerLoad {
    transactions = List.copyOf(transactions);
  }
}
