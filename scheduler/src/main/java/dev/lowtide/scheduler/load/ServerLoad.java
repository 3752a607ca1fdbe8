package dev.lowtide.scheduler.load;

import java.util.List;

/**
 * What the server is doing, our own sessions left out.
 *
 * @param threadsRunning sessions that are executing something
 * @param transactions those that are open, the oldest first
 * @param preparedXaTransactions transactions between XA PREPARE and their end; they keep locks even
 *     when no session is left
 * @param backupLocks locks that no table's definition can be changed under
 * @param replicaLagSeconds how far what it applies is behind its source; 0 if it is no replica
 * @param historyListLength undo logs that purge has yet to work off
 * @param checkpointAgePercent of the redo log's capacity
 */
public record ServerLoad(
    int threadsRunning,
    List<OpenTransaction> transactions,
    int preparedXaTransactions,
    Sight<BackupLock> backupLocks,
    Gauge replicaLagSeconds,
    Gauge historyListLength,
    Gauge checkpointAgePercent) {

  public ServerLoad {
    transactions = List.copyOf(transactions);
  }
}
