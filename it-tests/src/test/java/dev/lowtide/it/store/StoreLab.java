package dev.lowtide.it.store;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A table to be made smaller, and the runs that do it. */
final class StoreLab {

  /** 2^14 rows of some 300 bytes. */
  private static final int DOUBLINGS = 14;

  private static final int DOUBLINGS_OF_A_LARGE_ONE = 17;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private StoreLab() {}

  static RunView shrink(RunningLowtide lowtide, Connection direct, String table)
      throws SQLException {
    makeTable(direct, table);
    return awaitEnd(lowtide, request(lowtide, table));
  }

  static void makeTable(Connection direct, String table) throws SQLException {
    makeTable(direct, table, DOUBLINGS);
  }

  /** One that is not copied before somebody has cut a wire. */
  static void makeLargeTable(Connection direct, String table) throws SQLException {
    makeTable(direct, table, DOUBLINGS_OF_A_LARGE_ONE);
  }

  private static void makeTable(Connection direct, String table, int doublings)
      throws SQLException {
    Lab.execute(
        direct,
        "DROP TABLE IF EXISTS " + table,
        "CREATE TABLE " + table + " (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(300) NOT NULL)",
        "INSERT INTO " + table + " (v) VALUES (RPAD(RAND(), 250, RAND()))");
    for (int i = 0; i < doublings; i++) {
      Lab.execute(
          direct, "INSERT INTO " + table + " (v) SELECT RPAD(RAND(), 250, RAND()) FROM " + table);
    }
    Lab.execute(direct, "DELETE FROM " + table + " WHERE id % 10 < 7");
  }

  static RunId request(RunningLowtide lowtide, String table) {
    Operator operator = lowtide.app().operator();
    ShrinkRun run =
        operator.request(
            new TableName(Lab.SCHEMA, table), Optional.of(ShrinkMethod.SHADOW_COPY), "requester");
    operator.approve(run.id(), "approver");
    return run.id();
  }

  static RunView awaitEnd(RunningLowtide lowtide, RunId run) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> lowtide.app().operator().run(run), view -> view.run().state().isFinal());
  }
}
