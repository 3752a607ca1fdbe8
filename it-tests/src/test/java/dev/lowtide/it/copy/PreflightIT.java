package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.harness.TestServers;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.mysql.MySqlCatalog;
import dev.lowtide.scheduler.mysql.MySqlServerFacts;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.preflight.Preflight;
import dev.lowtide.scheduler.preflight.PreflightPolicy;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real server is refused for, and that a good one is not. */
class PreflightIT {

  private static final TableName ORDERS = new TableName("preflight_lab", "orders");
  private static final String PLAIN = "CREATE TABLE orders (id INT PRIMARY KEY, note VARCHAR(99))";

  private static TestServer server;
  private static Connection root;
  private static Target target;
  private static TargetConfig config;

  @BeforeAll
  static void start() throws Exception {
    server = TestServers.start();
    root = server.connect();
    config =
        new TargetConfig(
            server.host(),
            server.port(),
            server.user(),
            server.password(),
            TargetConfig.CONNECTIONS);
    target = new Target(config);
  }

  @AfterAll
  static void stop() throws Exception {
    execute(root, "DROP SCHEMA IF EXISTS preflight_lab", "DROP SCHEMA IF EXISTS lowtide_new");
    target.close();
    root.close();
    server.close();
  }

  @BeforeEach
  void anew() throws SQLException {
    execute(
        root,
        "DROP SCHEMA IF EXISTS preflight_lab",
        "CREATE SCHEMA preflight_lab DEFAULT CHARACTER SET utf8mb4",
        "USE preflight_lab");
  }

  @Test
  void aPlainTableOnAnOrdinaryServerPasses() throws SQLException {
    execute(
        root,
        "CREATE TABLE orders (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, note TEXT, at"
            + " TIMESTAMP NULL, j JSON, place POINT NOT NULL SRID 4326, up VARCHAR(9) GENERATED"
            + " ALWAYS AS (UPPER(LEFT(note, 9))) VIRTUAL, KEY up (up), SPATIAL KEY place (place),"
            + " CHECK (note <> 'none'))");

    assertThat(refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key | CREATE TABLE orders (id INT, KEY id (id))",
        "key-types | CREATE TABLE orders (id FLOAT PRIMARY KEY)",
        "whole-key | CREATE TABLE orders (id VARCHAR(99), PRIMARY KEY (id(9)))",
        "generated-key | CREATE TABLE orders (a INT, id INT AS (a + 1) STORED PRIMARY KEY)",
        "time-zone | CREATE TABLE orders (id INT PRIMARY KEY, at TIMESTAMP, CHECK (at > '2020-01-01'))",
        "time-zone | CREATE TABLE orders (id INT PRIMARY KEY, at TIMESTAMP, day DATE AS (CAST(at AS DATE)) STORED)",
        "fulltext | CREATE TABLE orders (id INT PRIMARY KEY, note TEXT, FULLTEXT KEY words (note))",
        "foreign-keys | CREATE TABLE orders (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES orders (id))",
        "row-format | CREATE TABLE orders (id INT PRIMARY KEY) ROW_FORMAT=DEFAULT",
        "partitions | CREATE TABLE orders (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 80",
      })
  void aTableThatCannotBeCopiedIsRefused(String check, String definition) throws SQLException {
    if (check.equals("row-format")) {
      execute(root, "SET GLOBAL innodb_default_row_format = COMPACT");
    }
    try {
      execute(root, definition);
    } finally {
      execute(root, "SET GLOBAL innodb_default_row_format = DYNAMIC");
    }

    assertThat(refused()).containsKey(check);
    assertThat(refused().get(check)).contains("expected: ");
  }

  @Test
  void aTableThatIsReferredToIsRefused() throws SQLException {
    execute(
        root,
        PLAIN,
        "CREATE TABLE items (id INT PRIMARY KEY, o INT, FOREIGN KEY (o) REFERENCES orders (id))");

    assertThat(refused()).containsOnlyKeys("referring-tables");
  }

  @ParameterizedTest
  @CsvSource({
    "binlog_row_image, MINIMAL, FULL, binlog-row-image",
    "binlog_row_value_options, 'PARTIAL_JSON', '', binlog-row-values",
    "binlog_order_commits, OFF, ON, binlog-order",
    "binlog_expire_logs_seconds, 60, 2592000, binlog-retention",
    "max_binlog_cache_size, 1048576, 18446744073709547520, binlog-cache",
    "completion_type, CHAIN, NO_CHAIN, completion-type",
    "sql_select_limit, 100, 18446744073709551615, select-limit",
    "max_execution_time, 500, 0, execution-time",
    "innodb_file_per_table, OFF, ON, file-per-table",
    "max_user_connections, 4, 0, connections",
    "offline_mode, ON, OFF, offline",
  })
  void aSettingThatWouldBendTheCopyIsRefused(String variable, String bad, String good, String check)
      throws SQLException {
    execute(root, PLAIN);
    execute(root, "SET GLOBAL " + variable + " = " + literal(bad));
    try {
      assertThat(refused()).containsKey(check);
    } finally {
      execute(root, "SET GLOBAL " + variable + " = " + literal(good));
    }
    assertThat(refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SET SESSION sql_log_bin = 0, unlogged",
    "SET SESSION binlog_row_image = MINIMAL, unlogged",
    "LOCK TABLES preflight_lab.orders READ, locked",
    "FLUSH TABLES WITH READ LOCK, backup",
    "LOCK INSTANCE FOR BACKUP, backup",
  })
  void aSessionInTheWayIsWaitedFor(String statement, String check) throws SQLException {
    execute(root, PLAIN);
    try (Connection other = server.connect()) {
      execute(other, statement);

      assertThat(refused()).containsOnlyKeys(check);
    }
    // The server learns a little later that a session is gone.
    await("nothing in the way").untilAsserted(() -> assertThat(refused()).isEmpty());
  }

  @Test
  void aTableOfOursThatNobodyKnowsIsInTheWay() throws SQLException {
    execute(
        root,
        PLAIN,
        "CREATE SCHEMA IF NOT EXISTS lowtide_new",
        "CREATE TABLE lowtide_new.orders (id INT PRIMARY KEY)");

    assertThat(refused()).containsOnlyKeys("leftovers");

    execute(root, "DROP TABLE lowtide_new.orders");
  }

  @Test
  void anAccountWithTheRightsOfARebuildIsToldWhatACopyTakes() throws SQLException {
    execute(
        root,
        PLAIN,
        "CREATE TRIGGER audit BEFORE INSERT ON orders FOR EACH ROW SET NEW.note = 'x'",
        "DROP USER IF EXISTS preflight_poor",
        "CREATE USER preflight_poor IDENTIFIED BY 'x'",
        "GRANT SELECT, INSERT, CREATE, ALTER, PROCESS, SHOW VIEW, TRIGGER ON *.* TO preflight_poor");
    TargetConfig poor =
        new TargetConfig(
            server.host(), server.port(), "preflight_poor", "x", TargetConfig.CONNECTIONS);
    try (Target limited = new Target(poor)) {
      var refused = refused(limited, poor);

      assertThat(refused.get("rights"))
          .contains("lacks UPDATE, DELETE, DROP, INDEX, LOCK TABLES, REPLICATION SLAVE")
          .contains("ON *.* TO 'preflight_poor'@'%'");
      assertThat(refused).containsKeys("trigger-rights", "trigger-trust");
    } finally {
      execute(root, "DROP USER preflight_poor");
    }
  }

  @Test
  void aCopyIsPlannedToTheLetterAndARebuildStaysReachable() throws SQLException {
    execute(root, "CREATE TABLE orders (id INT PRIMARY KEY, n INT, KEY by_n (n))");

    ShrinkPlan copy = plan(ShrinkMethod.SHADOW_COPY);

    assertThat(copy.statements())
        .contains(
            "ALTER TABLE `lowtide_new`.`orders` DROP KEY `by_n`",
            "LOCK TABLES `preflight_lab`.`orders` WRITE, `lowtide_new`.`orders` WRITE,"
                + " `lowtide`.`copy` WRITE");
    assertThat(plan(ShrinkMethod.COPY_UNDER_HOLD).method()).isEqualTo(ShrinkMethod.COPY_UNDER_HOLD);
  }

  private static Map<String, String> refused() {
    return refused(target, config);
  }

  private static Map<String, String> refused(Target asked, TargetConfig as) {
    ShrinkPlan rebuild = plan(ShrinkMethod.COPY_UNDER_HOLD);
    ShrinkPlan copy =
        new ShrinkPlan(
            rebuild.table(),
            ShrinkMethod.SHADOW_COPY,
            rebuild.statements(),
            rebuild.reasons(),
            rebuild.facts(),
            rebuild.estimate(),
            Duration.ofMillis(300),
            rebuild.madeAt());
    Preflight preflight =
        new Preflight(new MySqlServerFacts(asked, as, List::of), PreflightPolicy.DEFAULT);
    return preflight.check(copy).stream()
        .filter(check -> !check.isPassed())
        .collect(Collectors.toMap(CheckResult::check, CheckResult::text));
  }

  private static ShrinkPlan plan(ShrinkMethod method) {
    ShrinkPlanner planner =
        new ShrinkPlanner(
            new MySqlCatalog(target),
            CandidatePolicy.DEFAULT,
            new MethodPolicy(true, Duration.ofSeconds(5), Duration.ofMillis(300)),
            Clock.systemUTC());
    return ((Planned) planner.plan(ORDERS, Optional.of(method))).plan();
  }

  private static String literal(String value) {
    return value.matches("\\d+") || value.equals("ON") || value.equals("OFF")
        ? value
        : "'" + value + "'";
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
