package dev.lowtide.scheduler.load;

/**
 * What a server shows that has more to write than it can.
 *
 * @param rowLockWaits sessions that wait for a row lock at this moment
 * @param dirtyPagesPercent of the buffer pool
 * @param pageWaits how often somebody had to wait for a free page, since the server began
 * @param logWaits how often somebody had to wait for room in the log buffer, since it began
 */
public record WriteStrain(
    Gauge rowLockWaits, Gauge dirtyPagesPercent, Gauge pageWaits, Gauge logWaits) {

  /** Where it can be asked for. */
  @FunctionalInterface
  public interface Source {

    /**
     * What it shows now.
     *
     * @throws ProbeFailedException if the server cannot be asked
     */
    WriteStrain strain();
  }
}
