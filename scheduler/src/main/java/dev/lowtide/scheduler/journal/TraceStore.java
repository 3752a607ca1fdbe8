package dev.lowtide.scheduler.journal;

import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** How runs went, a row each. Safe for any thread. */
public final class TraceStore {

  private final Jdbi jdbi;

  TraceStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Keeps how a run went, in the place of what was kept of it before. */
  public void keep(RunId run, List<RunPoint> points, Instant now) {
    String body = Documents.write(TraceDocument.of(points));
    jdbi.useTransaction(
        handle -> {
          handle.execute("DELETE FROM run_trace WHERE run_id = ?", run.value());
          handle.execute(
              "INSERT INTO run_trace (run_id, written_at, body) VALUES (?, ?, ?)",
              run.value(),
              now.toEpochMilli(),
              body);
        });
  }

  /** How it went, the oldest first; none if nothing is kept of it. */
  public List<RunPoint> trace(RunId run) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT body FROM run_trace WHERE run_id = :run")
                    .bind("run", run.value())
                    .mapTo(String.class)
                    .findOne())
        .map(body -> Documents.read(body, TraceDocument.class).points())
        .orElse(List.of());
  }

  /**
   * Forgets a piece of what is older: that of the oldest day, in which there are no more runs than
   * a day has room for. Whether there may be more of it.
   */
  public boolean forgetSome(Instant before) {
    return jdbi.withHandle(
        handle -> {
          Optional<Instant> oldest =
              handle
                  .createQuery("SELECT MIN(written_at) FROM run_trace")
                  .mapTo(Long.class)
                  .findOne()
                  .map(Instant::ofEpochMilli)
                  .filter(first -> first.isBefore(before));
          if (oldest.isEmpty()) {
            return false;
          }
          Instant day = oldest.get().plus(Duration.ofDays(1));
          boolean isMore = day.isBefore(before);
          handle.execute(
              "DELETE FROM run_trace WHERE written_at < ?", (isMore ? day : before).toEpochMilli());
          return isMore;
        });
  }
}
