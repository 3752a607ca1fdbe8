package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Sends what a plan says, to the letter, in a session of its own. */
final class Statements {

  /** Whoever is in the way is waited for this long, and nobody queues behind us for longer. */
  private static final String PATIENCE = "SET SESSION lock_wait_timeout = 2";

  private Statements() {}

  static void execute(Target target, ShrinkPlan plan) {
    try (Connection connection = target.session(List.of(PATIENCE));
        Statement statement = connection.createStatement()) {
      for (String sql : plan.statements()) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new TargetException(
          String.join("; ", plan.statements()) + ": " + Target.firstLine(e), e);
    }
  }
}
