package dev.lowtide.scheduler.journal;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.SizeSample;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * What was measured before: sizes of tables, the last survey, and where the time of runs went. Safe
 * for any thread.
 */
public final class Experience {

  /** One a day for a year and more, and two for each run. */
  private static final int SAMPLES_MAX = 1000;

  /** A run a day for a year and more: some 5 KB each, read within a few hundredths of a second. */
  private static final int REPORTS_READ_MAX = 500;

  private static final String UPDATE_SURVEY =
      """
      UPDATE survey SET measured_at = :at, body = :body
      WHERE table_schema = :schema AND table_name = :table\
      """;

  private static final String INSERT_SURVEY =
      """
      INSERT INTO survey (table_schema, table_name, measured_at, body)
      VALUES (:schema, :table, :at, :body)\
      """;

  private final Jdbi jdbi;

  Experience(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Writes down what a table occupied. */
  public void add(TableName table, SizeSample sample) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO size_sample (table_schema, table_name, taken_at, file_size, live)
                    VALUES (:schema, :table, :at, :size, :live)\
                    """)
                .bind("schema", table.schema())
                .bind("table", table.table())
                .bind("at", sample.at().toEpochMilli())
                .bind("size", sample.fileSize().bytes())
                .bind("live", sample.live().bytes())
                .execute());
  }

  /** What a table occupied, the newest first. */
  public List<SizeSample> samples(TableName table) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT taken_at, file_size, live FROM size_sample
                    WHERE table_schema = :schema AND table_name = :table
                    ORDER BY taken_at DESC LIMIT :max\
                    """)
                .bind("schema", table.schema())
                .bind("table", table.table())
                .bind("max", SAMPLES_MAX)
                .map(
                    (row, context) ->
                        new SizeSample(
                            Instant.ofEpochMilli(row.getLong("taken_at")),
                            new ByteSize(row.getLong("file_size")),
                            new ByteSize(row.getLong("live"))))
                .list());
  }

  /**
   * Forgets samples and measurements that are older, a day's samples at a time: nobody else has to
   * wait long for the store, however many there are. How many samples that were.
   */
  public int forgetBefore(Instant time) {
    jdbi.useHandle(handle -> delete(handle, "DELETE FROM survey WHERE measured_at < :time", time));
    int forgotten = 0;
    Optional<Instant> oldest = oldestSample();
    while (oldest.isPresent() && oldest.get().isBefore(time)) {
      Instant day = oldest.get().plus(Duration.ofDays(1));
      Instant until = day.isBefore(time) ? day : time;
      forgotten +=
          jdbi.withHandle(
              handle -> delete(handle, "DELETE FROM size_sample WHERE taken_at < :time", until));
      oldest = oldestSample();
    }
    return forgotten;
  }

  private Optional<Instant> oldestSample() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT MIN(taken_at) FROM size_sample")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  /** Keeps what was measured of a table, in the place of what was measured before. */
  public void keep(Candidate measured, Instant at) {
    if (keep(UPDATE_SURVEY, measured, at) == 0 && !insert(measured, at)) {
      keep(UPDATE_SURVEY, measured, at);
    }
  }

  /** Whether it was not there: somebody else may have been quicker. */
  private boolean insert(Candidate measured, Instant at) {
    try {
      return keep(INSERT_SURVEY, measured, at) == 1;
    } catch (UnableToExecuteStatementException e) {
      if (SqlStates.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private int keep(String sql, Candidate measured, Instant at) {
    TableName table = measured.tablespace().table();
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(sql)
                .bind("schema", table.schema())
                .bind("table", table.table())
                .bind("at", at.toEpochMilli())
                .bind("body", Documents.write(measured))
                .execute());
  }

  /** Forgets what was measured of a table; its samples stay. */
  public void forget(TableName table) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM survey WHERE table_schema = :schema AND table_name = :table")
                .bind("schema", table.schema())
                .bind("table", table.table())
                .execute());
  }

  /** What was measured of each table last. */
  public List<Candidate> survey() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT body FROM survey")
                .mapTo(String.class)
                .map(body -> Documents.read(body, Candidate.class))
                .list());
  }

  /**
   * Where the time of runs that succeeded went, the newest first. Runs of which that is not known
   * are passed over.
   *
   * @param maxByMethod so many of each method at most
   */
  public List<RunTiming> timings(int maxByMethod) {
    Map<ShrinkMethod, Integer> found = new EnumMap<>(ShrinkMethod.class);
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT body FROM report JOIN run ON run.id = report.run_id
                    WHERE run.state = 'SUCCEEDED' ORDER BY run.id DESC LIMIT :max\
                    """)
                .bind("max", REPORTS_READ_MAX)
                .mapTo(String.class)
                .map(body -> Documents.read(body, ShrinkReport.class).timing())
                .filter(Objects::nonNull)
                .filter(
                    timing -> found.merge(timing.work().method(), 1, Integer::sum) <= maxByMethod)
                .list());
  }

  private static int delete(Handle handle, String sql, Instant before) {
    return handle.createUpdate(sql).bind("time", before.toEpochMilli()).execute();
  }
}
