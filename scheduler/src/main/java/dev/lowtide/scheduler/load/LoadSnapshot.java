package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The picture at one moment.
 *
 * @param atNanos on the proxy's clock
 * @param statementsPerSecond over the last {@link LoadModel#RATE_WINDOW}
 * @param worstStatement the slowest that ended in the last {@link LoadModel#HISTORY}
 * @param worstSinceLast the slowest that ended since the snapshot before
 * @param lastUnknownNanos when a statement whose tables nobody knows ended last; null if none did
 * @param gap what was lost and when; null if nothing was within {@link LoadModel#HISTORY}
 */
public record LoadSnapshot(
    long atNanos,
    double statementsPerSecond,
    Duration worstStatement,
    Duration worstSinceLast,
    List<SessionSnapshot> sessions,
    Map<TableName, TableUse> tables,
    @Nullable Long lastUnknownNanos,
    @Nullable Gap gap) {

  /**
   * When a table was used last, on the proxy's clock.
   *
   * @param writtenNanos null if no write was seen
   */
  public record TableUse(long touchedNanos, @Nullable Long writtenNanos) {}

  /** Events that were lost. */
  public record Gap(long atNanos, long lostEvents) {}

  public LoadSnapshot {
    sessions = List.copyOf(sessions);
    tables = Map.copyOf(tables);
  }

  /** How long ago a statement that may have written to the table ended; null if none is known. */
  public @Nullable Duration sinceWrite(TableName table) {
    TableUse use = tables.get(table);
    Long written = use == null ? null : use.writtenNanos();
    Long last = later(written, lastUnknownNanos);
    return last == null ? null : Duration.ofNanos(atNanos - last);
  }

  public int commandsInFlight() {
    return (int) sessions.stream().filter(session -> session.command() != null).count();
  }

  public int openTransactions() {
    return (int)
        sessions.stream().filter(session -> session.transaction().state().mayHoldLocks()).count();
  }

  private static @Nullable Long later(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.max(a, b);
  }
}
