package dev.lowtide.scheduler.plan;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.TableShape.Partition;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MethodChoiceTest {

  private final FakeCatalog catalog = new FakeCatalog();
  private final ShrinkPlanner planner = planner(true);

  @Test
  void anOrdinaryTableIsCopiedBehindLiveTraffic() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));

    ShrinkPlan plan = planned(Optional.empty());

    assertThat(plan.method()).isEqualTo(ShrinkMethod.SHADOW_COPY);
    assertThat(plan.clientWaitMax()).isEqualTo(Duration.ofMillis(300));
    assertThat(plan.reasons().get(1)).startsWith("A copy in chunks loses no rows on MySQL 8.4.3");
  }

  @Test
  void untilThatIsUsualItMustBeAskedFor() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));

    PlanOutcome outcome = planner(false).plan(ORDERS);

    assertThat(((Planned) outcome).plan().method()).isEqualTo(ShrinkMethod.COPY_UNDER_HOLD);
  }

  @Test
  void theCutOverOfACopyDoesNotGrowWithTheTable() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
    Duration small = planned(Optional.empty()).estimate().cutOver();
    catalog.add(Descriptions.table(ORDERS, 200_000, 1000));

    assertThat(planned(Optional.empty()).estimate().cutOver()).isEqualTo(small);
  }

  @Test
  void whatCannotBeCopiedIsRebuiltAndTheReasonIsSaid() {
    catalog.add(shaped(Shapes.referringTo(CARTS)));

    ShrinkPlan plan = planned(Optional.empty());

    assertThat(plan.method()).isEqualTo(ShrinkMethod.COPY_UNDER_HOLD);
    assertThat(plan.reasons())
        .contains(
            "It cannot be copied behind live traffic: it refers to shop.carts by foreign keys.");
  }

  @Test
  void aMethodThatIsNotPossibleIsRefusedInWords() {
    catalog.add(shaped(Shapes.shape(List.of(Shapes.ID), List.of(), "")));

    PlanOutcome outcome = planner.plan(ORDERS, Optional.of(ShrinkMethod.SHADOW_COPY));

    assertThat(((Refused) outcome).reason())
        .isEqualTo(
            "shop.orders cannot be copied behind live traffic: it has no primary key, and no"
                + " unique index of columns that are NOT NULL (expected: the method"
                + " copy-under-hold)");
  }

  @Test
  void aTinyTableIsRebuilt() {
    catalog.add(Descriptions.table(ORDERS, 1, 10));
    assertThat(planned(Optional.empty()).method()).isEqualTo(ShrinkMethod.COPY_UNDER_HOLD);

    catalog.add(Descriptions.table(ORDERS, 2, 10));

    assertThat(planned(Optional.empty()).method()).isEqualTo(ShrinkMethod.SHADOW_COPY);
  }

  @Test
  void whatIsAskedForIsDone() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));

    ShrinkPlan plan = planned(Optional.of(ShrinkMethod.COPY_UNDER_HOLD));

    assertThat(plan.method()).isEqualTo(ShrinkMethod.COPY_UNDER_HOLD);
    assertThat(plan.hash()).isNotEqualTo(planned(Optional.empty()).hash());
  }

  @Test
  void secondaryIndexesOfACopyAreDense() {
    TableDescription table =
        new TableDescription(
            Descriptions.facts(ORDERS, 200, 500_000, "CREATE TABLE"),
            "BASE TABLE",
            "InnoDB",
            true,
            "Dynamic",
            79,
            40,
            1,
            Shapes.PLAIN);

    assertThat(Estimator.estimate(table, ShrinkMethod.SHADOW_COPY, "", NOW).reclaimable())
        .isGreaterThan(
            Estimator.estimate(table, ShrinkMethod.COPY_UNDER_HOLD, "", NOW).reclaimable());
  }

  @Test
  void wrongStatisticsAreNamedFirst() {
    catalog.add(Descriptions.table(ORDERS, 2, 1_000_000));

    assertThat(planned(Optional.empty()).reasons())
        .anyMatch(
            reason ->
                reason.startsWith("The server's statistics are wrong: they say 1000000 rows"));
  }

  @Test
  void largePartitionsThatAreWorthACopyOfTheirOwnAreNamed() {
    catalog.add(
        shaped(
            Shapes.partitioned(
                List.of(
                    new Partition("p0", 300_000, ByteSize.ofMebibytes(64)),
                    new Partition("p1", 300_000, ByteSize.ofMebibytes(63)),
                    new Partition("p2", 800_000, ByteSize.ofMebibytes(64))))));

    assertThat(planned(Optional.empty()).reasons())
        .anyMatch(
            reason ->
                reason.contains("to lie in the partitions p0 (64.0 MiB).")
                    && reason.contains("shop.orders#PARTITION"));
  }

  @Test
  void partitionsThatAreMostlyEmptyAreNamed() {
    catalog.add(
        shaped(
            Shapes.partitioned(
                List.of(
                    new Partition("p0", 10, ByteSize.ofMebibytes(64)),
                    new Partition("p1", 800_000, ByteSize.ofMebibytes(64))))));

    assertThat(planned(Optional.empty()).reasons())
        .anyMatch(reason -> reason.startsWith("Mostly empty are the partitions p0 (64.0 MiB)."));
  }

  private ShrinkPlan planned(Optional<ShrinkMethod> method) {
    return ((Planned) planner.plan(ORDERS, method)).plan();
  }

  private ShrinkPlanner planner(boolean isCopyUsual) {
    return new ShrinkPlanner(
        catalog,
        CandidatePolicy.DEFAULT,
        new MethodPolicy(isCopyUsual, Duration.ofMillis(500), Duration.ofMillis(300)),
        new SettableClock(NOW));
  }

  private static TableDescription shaped(TableShape shape) {
    TableDescription plain = Descriptions.table(ORDERS, 200, 1000);
    return new TableDescription(
        plain.facts(),
        plain.kind(),
        plain.engine(),
        true,
        plain.rowFormat(),
        plain.rowBytes(),
        0,
        0,
        shape);
  }
}
