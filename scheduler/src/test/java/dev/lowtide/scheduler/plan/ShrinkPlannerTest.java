package dev.lowtide.scheduler.plan;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.estimate.PurgeDebt;
import dev.lowtide.scheduler.forecast.History;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkPlannerTest {

  private static final CandidatePolicy POLICY =
      new CandidatePolicy(ByteSize.ofMebibytes(64), 15, 3);

  private final FakeCatalog catalog = new FakeCatalog();
  private final SettableClock clock = new SettableClock(NOW);
  private final ShrinkPlanner planner =
      new ShrinkPlanner(
          catalog,
          POLICY,
          new MethodPolicy(false, Duration.ofMillis(1500), Duration.ofMillis(300)),
          clock);

  @Test
  void saysToTheLetterWhatItWouldSend() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));

    assertThat(planned(ORDERS).statements())
        .containsExactly(
            "SET SESSION lock_wait_timeout = 3",
            "SET SESSION foreign_key_checks = 0",
            "SET SESSION sql_mode = ''",
            "ALTER TABLE `shop`.`orders` FORCE, ALGORITHM=COPY, LOCK=SHARED");
  }

  @Test
  void quotesWhateverIsInAName() {
    TableName odd = new TableName("my.shop", "a`; DROP TABLE b; -- ");
    catalog.add(Descriptions.table(odd, 200, 1000));

    List<String> statements = planned(odd).statements();

    assertThat(statements.get(statements.size() - 1))
        .isEqualTo(
            "ALTER TABLE `my.shop`.`a``; DROP TABLE b; -- ` FORCE, ALGORITHM=COPY, LOCK=SHARED");
  }

  @Test
  void aCopySaysWhatBecomesOfTheOldTable() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
    MethodPolicy kept =
        new MethodPolicy(
            true, Duration.ofMillis(1500), Duration.ofMillis(300), "is kept for 24 h 0 min");

    PlanOutcome outcome = new ShrinkPlanner(catalog, POLICY, kept, clock).plan(ORDERS);

    assertThat(((Planned) outcome).plan().statements())
        .endsWith("UNLOCK TABLES", "-- the old table is kept for 24 h 0 min");
  }

  @Test
  void carriesWhatItWasMadeFrom() {
    TableDescription table = Descriptions.table(ORDERS, 200, 1000);
    catalog.add(table);

    ShrinkPlan plan = planned(ORDERS);

    assertThat(plan.table()).isEqualTo(ORDERS);
    assertThat(plan.facts()).isEqualTo(table.facts());
    assertThat(plan.estimate().reclaimable())
        .isEqualTo(Estimator.estimate(table, ShrinkMethod.COPY_UNDER_HOLD, "", NOW).reclaimable());
    assertThat(plan.clientWaitMax()).isEqualTo(Duration.ofMillis(1500));
    assertThat(plan.madeAt()).isEqualTo(NOW);
  }

  @Test
  void theSameFactsMakeTheSamePlan() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
    ShrinkPlan before = planned(ORDERS);
    catalog.add(Descriptions.table(ORDERS, 220, 1500));
    clock.advance(Duration.ofHours(1));

    assertThat(planned(ORDERS).hash()).isEqualTo(before.hash());
  }

  @Test
  void saysWhyItDoesNotRebuildInPlace() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));

    assertThat(planned(ORDERS).reasons())
        .containsExactly(
            "Native in-place rebuild can lose rows on MySQL 8.4.3 (bugs 115608, 117436).",
            "ALGORITHM=COPY loses no rows on MySQL 8.4.3. Reads go on while it copies; writes to"
                + " the table wait at the proxy, and it is given up as soon as one has waited for"
                + " 1500 ms.");
  }

  @Test
  void saysWhyItDoesNotRebuildInPlaceEvenWhereThatIsSafe() {
    catalog.runs("9.7.4", "MySQL Community Server - GPL");
    catalog.add(Descriptions.table(ORDERS, 200, 1000));

    assertThat(planned(ORDERS).reasons().get(0))
        .contains("is known to be safe on MySQL 9.7.4", "not offered yet");
  }

  @Test
  void saysThatThereIsLittleToGain() {
    catalog.add(Descriptions.table(ORDERS, 8, 1000));

    assertThat(planned(ORDERS).reasons())
        .contains(
            "It would not have been proposed: too small: 8.0 MiB (expected: at least 64.0 MiB).");
  }

  @Test
  void doesNotDisownWhatItProposes() {
    catalog.add(Descriptions.table(ORDERS, 80, 200_000));
    assertThat(candidate(ORDERS).isProposed()).isTrue();

    assertThat(planned(ORDERS).reasons())
        .noneMatch(reason -> reason.contains("would not have been proposed"));
  }

  @Test
  void refusesATableThatIsNotThere() {
    assertThat(refusal(ORDERS))
        .isEqualTo("table shop.orders does not exist, or may not be seen by our account");
  }

  @Test
  void refusesAView() {
    catalog.add(description("VIEW", "", true));

    assertThat(refusal(ORDERS)).isEqualTo("shop.orders is a VIEW (expected: a table)");
  }

  @Test
  void refusesAnotherEngine() {
    catalog.add(description("BASE TABLE", "MyISAM", true));

    assertThat(refusal(ORDERS)).isEqualTo("shop.orders has engine MyISAM (expected: InnoDB)");
  }

  @Test
  void refusesATableInASharedFile() {
    catalog.add(description("BASE TABLE", "InnoDB", false));

    assertThat(refusal(ORDERS))
        .isEqualTo(
            "shop.orders does not lie in a file of its own (expected: innodb_file_per_table)");
  }

  @Test
  void refusesAServerThatIsNotKnown() {
    catalog.runs("8.0.30-txsql", "TXSQL");
    catalog.add(Descriptions.table(ORDERS, 200, 1000));

    assertThat(refusal(ORDERS))
        .isEqualTo("unknown server 8.0.30-txsql has not been tried (expected: MySQL 8.0 to 9.x).");
  }

  @Test
  void doesNotProposeWhatIsSmallOrDense() {
    catalog.add(Descriptions.table(ORDERS, 63, 0));
    catalog.add(Descriptions.table(CARTS, 100, 790_000));

    assertThat(candidate(ORDERS).whyNot())
        .isEqualTo("too small: 63.0 MiB (expected: at least 64.0 MiB)");
    assertThat(candidate(CARTS).whyNot()).isEqualTo("too little: 14 % (expected: at least 15 %)");
  }

  @Test
  void proposesAtTheLimits() {
    TableName leftover = new TableName("shop", "leftover");
    catalog.add(Descriptions.table(leftover, 64, 480_000));

    assertThat(candidate(leftover).isProposed()).isTrue();
    assertThat(candidate(leftover).percentReclaimable()).isEqualTo(15);
  }

  @Test
  void aTableThatIsDroppedMeanwhileIsNoCandidate() {
    assertThat(planner.candidate(ORDERS)).isEmpty();
  }

  @Test
  void aPlanThatIsMadeAgainMeasuresNothing() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
    ShrinkPlan plan = planned(ORDERS);
    ShrinkPlanner measuring =
        new ShrinkPlanner(
            catalog,
            POLICY,
            new MethodPolicy(false, Duration.ofMillis(1500), Duration.ofMillis(300)),
            new Estimates(
                table -> {
                  throw new AssertionError(table + " is measured");
                },
                () -> PurgeDebt.NONE,
                History.NONE,
                clock),
            clock);

    ShrinkPlan again = ((Planned) measuring.again(plan)).plan();

    assertThat(again).isEqualTo(plan);
  }

  private Candidate candidate(TableName table) {
    return planner.candidate(table).orElseThrow();
  }

  private ShrinkPlan planned(TableName table) {
    return ((Planned) planner.plan(table)).plan();
  }

  private String refusal(TableName table) {
    return ((Refused) planner.plan(table)).reason();
  }

  private static TableDescription description(String kind, String engine, boolean isFilePerTable) {
    return new TableDescription(
        Descriptions.facts(ORDERS, 200, 1000, Descriptions.DEFINITION),
        kind,
        engine,
        isFilePerTable,
        "Dynamic",
        79,
        0,
        0,
        Shapes.PLAIN);
  }
}
