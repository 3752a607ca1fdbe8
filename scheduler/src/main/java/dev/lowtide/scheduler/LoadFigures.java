package dev.lowtide.scheduler;

import dev.lowtide.scheduler.operator.LoadPoint;

/** What there is to say of a moment besides what was observed. Asked by the scheduler's thread. */
@FunctionalInterface
interface LoadFigures {

  /**
   * Figures of one moment; {@link LoadPoint#UNKNOWN} where one cannot be told.
   *
   * @param bypassing sessions that do not pass the proxy
   * @param replicaLagSeconds of the replica that is furthest behind
   * @param coveragePercent of all statements at the server that passed the proxy of late
   */
  record Now(
      double bytesFromClientsPerSecond,
      double bytesFromServerPerSecond,
      int bypassing,
      double replicaLagSeconds,
      double coveragePercent) {}

  Now now();
}
