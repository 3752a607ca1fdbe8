package dev.lowtide.scheduler.load;

import java.util.List;

/**
 * How far a replica of the target is behind, without what it is told to lag.
 *
 * @param replica HOST:PORT
 */
public record LagOfReplica(String replica, Gauge seconds) {

  /** Asks all of them; a replica that cannot be asked has a gauge that says why. */
  @FunctionalInterface
  public interface Source {
    List<LagOfReplica> look();
  }
}
