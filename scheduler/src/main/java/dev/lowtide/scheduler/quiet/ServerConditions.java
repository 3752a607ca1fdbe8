package dev.lowtide.scheduler.quiet;

import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LoadSnapshot;
import java.util.List;

/** All that must hold for the server to be quiet, in the order in which people read it. */
final class ServerConditions {

  private ServerConditions() {}

  static List<ServerCondition> of(QuietPolicy policy) {
    return List.of(
        new Threshold(
            Signal.STATEMENTS_PER_SECOND,
            policy.statementsPerSecondMax(),
            Words::number,
            seen -> Gauge.of(seen.load().statementsPerSecond())),
        new Threshold(
            Signal.COMMANDS_IN_FLIGHT,
            policy.commandsInFlightMax(),
            Words::count,
            seen -> Gauge.of(seen.load().commandsInFlight())),
        new SlowStatements(policy.slowerThanUsualMax(), policy.slowFloor()),
        new Threshold(
            Signal.OPAQUE_SESSION, 0, Words::count, seen -> Gauge.of(opaqueSessions(seen.load()))),
        new Threshold(
            Signal.THREADS_RUNNING,
            policy.threadsRunningMax(),
            Words::count,
            seen -> Gauge.of(seen.server().threadsRunning())),
        new Threshold(
            Signal.OPEN_TRANSACTIONS,
            policy.openTransactionsMax(),
            Words::count,
            seen -> Gauge.of(openTransactions(seen))),
        new OldestTransaction(policy.transactionAgeMax()),
        new Threshold(
            Signal.PREPARED_XA,
            0,
            Words::count,
            seen -> Gauge.of(seen.server().preparedXaTransactions())),
        new BackupLocks(),
        new Threshold(
            Signal.REPLICA_LAG,
            policy.replicaLagMax().toMillis() / 1000.0,
            Words::seconds,
            seen -> seen.server().replicaLagSeconds()),
        new Threshold(
            Signal.HISTORY_LENGTH,
            policy.historyLengthMax(),
            Words::count,
            seen -> seen.server().historyListLength()),
        new Threshold(
            Signal.CHECKPOINT_AGE,
            policy.checkpointAgePercentMax(),
            Words::percent,
            seen -> seen.server().checkpointAgePercent()));
  }

  /**
   * The server's count, which has those that bypass the proxy, or the proxy's, which has those that
   * InnoDB does not know, such as one after an error. One is told of both and counts once.
   */
  private static int openTransactions(Signals seen) {
    return Math.max(seen.server().transactions().size(), seen.load().openTransactions());
  }

  private static int opaqueSessions(LoadSnapshot load) {
    return (int)
        load.sessions().stream().filter(session -> session.phase() == SessionPhase.OPAQUE).count();
  }
}
