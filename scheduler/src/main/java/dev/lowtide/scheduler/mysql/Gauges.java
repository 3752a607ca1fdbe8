package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.Gauge;
import java.sql.Connection;
import java.sql.SQLException;

/** Figures that a server may not have, or may not tell us. */
final class Gauges {

  private Gauges() {}

  /**
   * Asks for one figure; what refuses us that one leaves the others.
   *
   * @throws SQLException if it is the connection that failed
   */
  static Gauge ask(Connection connection, Target.Question<Gauge> question) throws SQLException {
    try {
      return question.ask(connection);
    } catch (SQLException e) {
      if (!connection.isValid(1)) {
        throw e;
      }
      return Gauge.missing(Target.firstLine(e));
    }
  }
}
