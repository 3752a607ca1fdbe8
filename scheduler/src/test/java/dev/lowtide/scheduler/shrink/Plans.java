package dev.lowtide.scheduler.shrink;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Plans and runs as the other rooms get them. */
public final class Plans {

  public static final TableName ORDERS = new TableName("shop", "orders");
  public static final TableName CARTS = new TableName("shop", "carts");
  public static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
  public static final Duration CLIENT_WAIT_MAX = Duration.ofMillis(500);
  public static final Duration CUT_OVER = Duration.ofMillis(150);
  public static final String ALTER = "ALTER TABLE `shop`.`orders` FORCE, ALGORITHM=COPY";

  private Plans() {}

  public static ShrinkPlan plan() {
    return plan(ORDERS);
  }

  public static ShrinkPlan plan(TableName table) {
    return plan(table, facts(table));
  }

  public static ShrinkPlan plan(TableName table, ShrinkMethod method) {
    return plan(table, facts(table), method);
  }

  public static ShrinkPlan plan(TableName table, TableFacts facts) {
    return plan(table, facts, ShrinkMethod.COPY_UNDER_HOLD);
  }

  private static ShrinkPlan plan(TableName table, TableFacts facts, ShrinkMethod method) {
    return new ShrinkPlan(
        table,
        method,
        List.of("SET SESSION lock_wait_timeout = 2", ALTER),
        List.of("It is the only way."),
        facts,
        new Estimate(
            ByteSize.ofMebibytes(70), ByteSize.ofMebibytes(30), CUT_OVER, "about 1000 rows"),
        CLIENT_WAIT_MAX,
        NOW);
  }

  public static TableFacts facts(TableName table) {
    return facts(table, List.of());
  }

  public static TableFacts facts(TableName table, List<TableName> referencedBy) {
    return new TableFacts(
        new Tablespace(table, ByteSize.ofMebibytes(100), ByteSize.ofMebibytes(20), 1000),
        "CREATE TABLE `" + table.table() + "` (`id` int)",
        List.of(17L),
        referencedBy,
        "MySQL 8.4.3");
  }

  public static ShrinkRun run(RunState state) {
    return new ShrinkRun(
        new RunId(7),
        plan(),
        state,
        "ann",
        NOW,
        null,
        0,
        NOW,
        "as it was",
        NOW,
        WaitsCaused.NONE,
        false);
  }
}
