package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.LoadPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What went on, in spans of several lengths. Safe for any thread. */
public final class LoadStore {

  private static final String DELETE =
      "DELETE FROM load_sample WHERE step_seconds = :step AND begins_at = :at";

  private static final String INSERT =
      """
      INSERT INTO load_sample (step_seconds, begins_at, looks, sessions, bypassing,
        open_transactions, commands_in_flight, statements_rate, p50_nanos, p95_nanos, p99_nanos,
        client_bytes_rate, server_bytes_rate, threads_running, replica_lag_seconds,
        coverage_percent)
      VALUES (:step, :at, :looks, :sessions, :bypassing, :transactions, :commands, :statements,
        :p50, :p95, :p99, :clientBytes, :serverBytes, :threads, :lag, :coverage)\
      """;

  private static final String BETWEEN =
      """
      SELECT * FROM load_sample
      WHERE step_seconds = :step AND begins_at >= :from AND begins_at < :to
      ORDER BY begins_at\
      """;

  private final Jdbi jdbi;

  LoadStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * What went on in one span.
   *
   * @param step how long the span is
   * @param looks how many were folded into it
   */
  public record Sample(Duration step, int looks, LoadPoint point) {}

  /** Keeps all of them or none, each in the place of what was kept of the same span. */
  public void keep(List<Sample> samples) {
    if (!samples.isEmpty()) {
      jdbi.useTransaction(handle -> keep(handle, samples));
    }
  }

  private static void keep(Handle handle, List<Sample> samples) {
    try (PreparedBatch delete = handle.prepareBatch(DELETE);
        PreparedBatch insert = handle.prepareBatch(INSERT)) {
      for (Sample sample : samples) {
        bind(delete, sample).add();
        bind(insert, sample)
            .bind("looks", sample.looks)
            .bind("sessions", sample.point.sessions())
            .bind("bypassing", sample.point.bypassing())
            .bind("transactions", sample.point.openTransactions())
            .bind("commands", sample.point.commandsInFlight())
            .bind("statements", sample.point.statementsPerSecond())
            .bind("p50", sample.point.p50().toNanos())
            .bind("p95", sample.point.p95().toNanos())
            .bind("p99", sample.point.p99().toNanos())
            .bind("clientBytes", sample.point.bytesFromClientsPerSecond())
            .bind("serverBytes", sample.point.bytesFromServerPerSecond())
            .bind("threads", sample.point.threadsRunning())
            .bind("lag", sample.point.replicaLagSeconds())
            .bind("coverage", sample.point.coveragePercent())
            .add();
      }
      delete.execute();
      insert.execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch batch, Sample sample) {
    return batch.bind("step", sample.step.toSeconds()).bind("at", sample.point.at().toEpochMilli());
  }

  /** Spans of one length that began in a time, the oldest first. */
  public List<Sample> between(Duration step, Instant from, Instant to) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(BETWEEN)
                .bind("step", step.toSeconds())
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .map((row, context) -> read(step, row))
                .list());
  }

  /**
   * Forgets a piece of what is older: so many spans of one length at most, so that it never takes
   * long. Whether there may be more of it.
   */
  public boolean forgetSome(Duration step, Instant before, int spansMax) {
    return jdbi.withHandle(
        handle ->
            oldest(handle, step)
                .filter(first -> first.isBefore(before))
                .map(first -> forgetFrom(handle, step, first, before, spansMax))
                .orElse(false));
  }

  private static boolean forgetFrom(
      Handle handle, Duration step, Instant first, Instant before, int spansMax) {
    Instant pieceEnd = first.plus(step.multipliedBy(spansMax));
    boolean isMore = pieceEnd.isBefore(before);
    handle
        .createUpdate("DELETE FROM load_sample WHERE step_seconds = :step AND begins_at < :end")
        .bind("step", step.toSeconds())
        .bind("end", (isMore ? pieceEnd : before).toEpochMilli())
        .execute();
    return isMore;
  }

  /** In the order of the key, which H2 reads one row of; a minimum it looks for in all of them. */
  private static Optional<Instant> oldest(Handle handle, Duration step) {
    return handle
        .createQuery(
            """
            SELECT begins_at FROM load_sample WHERE step_seconds = :step
            ORDER BY step_seconds, begins_at LIMIT 1""")
        .bind("step", step.toSeconds())
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  private static Sample read(Duration step, ResultSet row) throws SQLException {
    return new Sample(
        step,
        row.getInt("looks"),
        new LoadPoint(
            Instant.ofEpochMilli(row.getLong("begins_at")),
            row.getInt("sessions"),
            row.getInt("open_transactions"),
            row.getInt("commands_in_flight"),
            row.getDouble("statements_rate"),
            Duration.ofNanos(row.getLong("p50_nanos")),
            Duration.ofNanos(row.getLong("p95_nanos")),
            Duration.ofNanos(row.getLong("p99_nanos")),
            row.getDouble("client_bytes_rate"),
            row.getDouble("server_bytes_rate"),
            row.getInt("threads_running"),
            row.getInt("bypassing"),
            row.getDouble("replica_lag_seconds"),
            row.getDouble("coverage_percent")));
  }
}
