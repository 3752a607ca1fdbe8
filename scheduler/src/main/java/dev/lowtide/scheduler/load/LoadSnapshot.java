package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture at one moment.
 *
 * @param atNanos on the proxy's clock
 * @param statementsPerSecond over the last {@link LoadModel#RATE_WINDOW}
 * @param worstStatement the slowest that ended in the last {@link LoadModel#HISTORY}
 * @param worstSinceLast the slowest that ended since the snapshot before
 * @param uses when what was used last
 * @param gap what was lost and when; null if nothing was within {@link LoadModel#HISTORY}
 */
public record LoadSnapshot(
    long atNanos,
    double statementsPerSecond,
    Duration worstStatement,
    Duration worstSinceLast,
    Latencies latencies,
    List<SessionSnapshot> sessions,
    UsesSeen uses,
    @Nullable Gap gap) {

  /** Events that were lost. */
  public record Gap(long atNanos, long lostEvents) {}

  public LoadSnapshot {
    sessions = List.copyOf(sessions);
  }

  /** How long ago a statement that may have written to it ended; null if none is known. */
  public @Nullable Duration sinceWrite(Reach reach) {
    Long last = uses.lastWriteNanos(reach);
    return last == null ? null : Duration.ofNanos(atNanos - last);
  }

  public int commandsInFlight() {
    return (int) sessions.stream().filter(session -> session.command() != null).count();
  }

  public int openTransactions() {
    return (int)
        sessions.stream().filter(session -> session.transaction().state().mayHoldLocks()).count();
  }
}
