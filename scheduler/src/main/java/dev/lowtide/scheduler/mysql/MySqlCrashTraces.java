package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.execute.CrashTraces;
import dev.lowtide.scheduler.mysql.Dictionary.TableFiles;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Looks for traces at the target. Safe for any thread. */
public final class MySqlCrashTraces implements CrashTraces {

  /** Ids begin anew when a server restarts, so the text must be ours too. */
  private static final String STATEMENT =
      """
      SELECT COUNT(*) FROM performance_schema.threads
      WHERE PROCESSLIST_ID = ? AND PROCESSLIST_INFO = ?""";

  private final Target target;

  public MySqlCrashTraces(Target target) {
    this.target = target;
  }

  @Override
  public Traces look(ShrinkPlan plan, long threadId) {
    String sql = plan.statements().get(plan.statements().size() - 1);
    return target.ask(
        connection ->
            new Traces(
                isRunning(connection, threadId, sql),
                Dictionary.files(connection, plan.table())
                    .map(TableFiles::spaceIds)
                    .orElse(List.of()),
                Dictionary.temporaryTables(connection, threadId).bytes()));
  }

  @Override
  public void kill(long threadId) {
    target.ask(
        connection -> {
          try (Statement statement = Target.statement(connection)) {
            return statement.execute("KILL QUERY " + threadId);
          }
        });
  }

  private static boolean isRunning(Connection connection, long threadId, String sql)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATEMENT)) {
      statement.setLong(1, threadId);
      statement.setString(2, sql);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1) > 0;
      }
    }
  }
}
