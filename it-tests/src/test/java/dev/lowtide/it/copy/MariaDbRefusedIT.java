package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.MariaDbServer;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.mysql.MySqlCatalog;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** On a MariaDB nothing is planned, and why is said in words. */
class MariaDbRefusedIT {

  @Test
  void aMariaDbIsRefusedInWords() throws Exception {
    try (MariaDbServer server = MariaDbServer.start();
        Connection root = server.connect();
        Statement statement = root.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS shop");
      statement.execute("CREATE OR REPLACE TABLE shop.orders (id INT PRIMARY KEY)");
      statement.execute("CREATE OR REPLACE USER asking IDENTIFIED BY 'x'");
      statement.execute("GRANT ALL ON *.* TO asking");
      TargetConfig config =
          new TargetConfig(server.host(), server.port(), "asking", "x", TargetConfig.CONNECTIONS);
      try (Target target = new Target(config)) {
        ShrinkPlanner planner =
            new ShrinkPlanner(
                new MySqlCatalog(target),
                CandidatePolicy.DEFAULT,
                new MethodPolicy(true, Duration.ofMillis(500), Duration.ofMillis(300)),
                Clock.systemUTC());

        PlanOutcome outcome = planner.plan(new TableName("shop", "orders"));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason())
            .contains("MariaDB", "has not been tried (expected: MySQL 8.0 to 9.x)");
      }
    }
  }
}
