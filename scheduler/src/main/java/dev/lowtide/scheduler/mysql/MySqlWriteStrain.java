package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.WriteStrain;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks for a handful of status variables by their names, which costs the server some two
 * milliseconds. Any thread.
 */
public final class MySqlWriteStrain implements WriteStrain.Source {

  private static final String STATUS =
      """
      SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.global_status
      WHERE VARIABLE_NAME IN ('Innodb_row_lock_current_waits', 'Innodb_buffer_pool_pages_dirty',
        'Innodb_buffer_pool_pages_total', 'Innodb_buffer_pool_wait_free', 'Innodb_log_waits')""";

  private final Target target;

  public MySqlWriteStrain(Target target) {
    this.target = target;
  }

  @Override
  public WriteStrain strain() {
    try {
      return target.ask(MySqlWriteStrain::strain);
    } catch (TargetException e) {
      throw new ProbeFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static WriteStrain strain(Connection connection) throws SQLException {
    Map<String, Double> values = new HashMap<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(STATUS)) {
      while (row.next()) {
        values.put(row.getString(1), row.getDouble(2));
      }
    }
    return new WriteStrain(
        gauge(values, "Innodb_row_lock_current_waits", 1),
        gauge(
            values,
            "Innodb_buffer_pool_pages_dirty",
            100 / Math.max(1, values.getOrDefault("Innodb_buffer_pool_pages_total", 1.0))),
        gauge(values, "Innodb_buffer_pool_wait_free", 1),
        gauge(values, "Innodb_log_waits", 1));
  }

  private static Gauge gauge(Map<String, Double> values, String name, double times) {
    Double value = values.get(name);
    return value == null
        ? Gauge.missing("the server does not tell " + name)
        : Gauge.of(value * times);
  }
}
