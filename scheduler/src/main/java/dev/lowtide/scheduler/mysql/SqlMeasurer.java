package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Measures a table by questions to the server alone: rows counted or sampled by ranges of the key,
 * lengths of sampled rows as InnoDB stores them, sizes of files. What it asks is bounded whatever
 * the size of the table, {@link SamplingLimits}; it locks nothing and keeps no view of the past
 * longer than one question takes. Safe for any thread.
 */
public final class SqlMeasurer implements Measurer {

  private final Target target;
  private final SamplingLimits limits;
  private final NanoClock clock;

  public SqlMeasurer(Target target, SamplingLimits limits, NanoClock clock) {
    this.target = target;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Outcome measure(Subject subject) {
    try (Connection connection = target.askingSession(settings())) {
      return new SqlMeasuring(connection, subject, limits, clock).measure();
    } catch (SQLException e) {
      return new Unmeasured("by SQL: " + Target.firstLine(e));
    } catch (TargetException e) {
      return new Unmeasured("by SQL: " + e.getMessage());
    }
  }

  /**
   * Statistics are asked anew, which in other sessions are a day old; ranges are read as ranges
   * however long their conditions are.
   */
  private static List<String> settings() {
    return List.of(
        "SET SESSION information_schema_stats_expiry = 0, autocommit = 1,"
            + " transaction_isolation = 'READ-COMMITTED', time_zone = '+00:00',"
            + " sql_mode = '', range_optimizer_max_mem_size = 0, group_concat_max_len = 65536");
  }
}
