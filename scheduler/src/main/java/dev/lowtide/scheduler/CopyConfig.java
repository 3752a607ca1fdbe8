package dev.lowtide.scheduler;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.List;

/**
 * How tables are copied behind live traffic.
 *
 * @param cutOverMax the longest that a client may wait while the copy takes the table's place
 * @param keepOldFor how long the old table is kept after that
 * @param isKeptInStep whether the old table follows the new one for as long, so that a return to it
 *     loses nothing
 * @param diskReserve bytes that stay free where the data lies, whatever a copy needs
 * @param spoolMax bytes of changes that may wait on our disk until they are applied
 * @param areUnwatchedReplicasAllowed whether a server may be worked on that has replicas which are
 *     not among these
 * @param replicas those whose lag is looked at
 */
public record CopyConfig(
    Duration cutOverMax,
    Duration keepOldFor,
    boolean isKeptInStep,
    ByteSize diskReserve,
    ByteSize spoolMax,
    boolean areUnwatchedReplicasAllowed,
    List<Replica> replicas) {

  public static final CopyConfig DEFAULT =
      new CopyConfig(
          Duration.ofMillis(300),
          Duration.ofHours(24),
          false,
          ByteSize.ofMebibytes(1024),
          ByteSize.ofMebibytes(1024),
          false,
          List.of());

  /** Where a replica listens; our account for the target is there as well. */
  public record Replica(String host, int port) {

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** What becomes of an old table, as it goes on after "the old table". */
  String oldTable() {
    String kept = "is kept for " + TimeText.of(keepOldFor);
    if (keepOldFor.isZero()) {
      return "is dropped at once";
    }
    return isKeptInStep ? kept + " and follows the new one meanwhile" : kept;
  }

  public CopyConfig {
    replicas = List.copyOf(replicas);
    if (cutOverMax.isNegative() || cutOverMax.isZero()) {
      throw new IllegalArgumentException(
          "copy.cutOverMax: " + cutOverMax + " (expected: more than nothing)");
    }
  }
}
