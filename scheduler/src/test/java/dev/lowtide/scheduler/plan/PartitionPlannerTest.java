package dev.lowtide.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.estimate.Measurer.Unmeasured;
import dev.lowtide.scheduler.estimate.PurgeDebt;
import dev.lowtide.scheduler.forecast.History;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.TableShape.Partition;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionPlannerTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final Subject P1 = Subject.partition(ORDERS, "p1");

  private final FakeCatalog catalog = new FakeCatalog();
  private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T02:00:00Z"), ZoneOffset.UTC);
  private final List<Subject> measured = new ArrayList<>();
  private final Estimates estimates =
      new Estimates(
          subject -> {
            measured.add(subject);
            return new Unmeasured("nobody measures here");
          },
          () -> PurgeDebt.NONE,
          History.NONE,
          clock);
  private boolean isEmpty;

  @BeforeEach
  void table() {
    add("p0", "p1", "p1/a");
  }

  @Test
  void oneWithRowsIsCopiedFromThatPartitionAloneAndExchanged() {
    ShrinkPlan plan = planned(Optional.empty());

    assertThat(plan.method()).isEqualTo(ShrinkMethod.EXCHANGE_PARTITION);
    assertThat(plan.clientWaitMax()).isEqualTo(Duration.ofMillis(300));
    assertThat(plan.statements())
        .anyMatch(sql -> sql.startsWith("REPLACE INTO") && sql.contains(" PARTITION (`p1`) FORCE"))
        .contains(
            "ALTER TABLE `shop`.`orders` EXCHANGE PARTITION `p1` WITH TABLE `lowtide_new`.`orders`"
                + " WITHOUT VALIDATION",
            "RENAME TABLE `lowtide_new`.`orders` TO `lowtide_old`.`<number>_orders`")
        .noneMatch(sql -> sql.contains("p0"));
    assertThat(plan.facts().tablespace().fileSize()).isEqualTo(ByteSize.ofMebibytes(200));
    assertThat(plan.estimate().work().method()).isEqualTo(ShrinkMethod.SHADOW_COPY);
  }

  @Test
  void onlyThatOneIsMeasuredAndNotAgainWhenItsPlanIsMadeAgain() {
    PartitionPlanner planner = planner();
    ShrinkPlan plan = planned(Optional.empty());

    PlanOutcome again = planner.again(plan);

    assertThat(measured).containsExactly(P1);
    assertThat(((Planned) again).plan().statements()).isEqualTo(plan.statements());
    assertThat(((Planned) again).plan().estimate()).isEqualTo(plan.estimate());
  }

  @Test
  void anEmptyOneIsTruncated() {
    isEmpty = true;

    ShrinkPlan plan = planned(Optional.empty());

    assertThat(plan.method()).isEqualTo(ShrinkMethod.TRUNCATE_PARTITION);
    assertThat(measured).isEmpty();
    assertThat(refused(P1, Optional.of(ShrinkMethod.EXCHANGE_PARTITION)))
        .contains("which is empty", "expected: truncate-partition");
  }

  @Test
  void whatKeepsTheTableFromBeingCopiedKeepsThePartition() {
    catalog.add(described(Shapes.referringTo(new TableName("shop", "clients"))));
    assertThat(refused(P1, Optional.empty())).contains("is no partition");

    TableShape shape = Shapes.partitioned(partitions("p1"));
    catalog.add(
        described(
            new TableShape(
                shape.columns(),
                shape.indexes(),
                "",
                List.of(),
                List.of(),
                List.of(),
                shape.partitions(),
                shape.storage())));
    assertThat(refused(P1, Optional.empty())).contains("it has no primary key");
  }

  @Test
  void partsOfPartitionsAndOddNamesAreRefused() {
    add("p1/a", "süd");

    assertThat(refused(Subject.partition(ORDERS, "p1/a"), Optional.empty()))
        .contains("is a part of a partition");
    assertThat(refused(Subject.partition(ORDERS, "süd"), Optional.empty()))
        .contains("characters beyond ASCII");
  }

  private ShrinkPlan planned(Optional<ShrinkMethod> requested) {
    return ((Planned) planner().plan(P1, requested)).plan();
  }

  private String refused(Subject subject, Optional<ShrinkMethod> requested) {
    return ((Refused) planner().plan(subject, requested)).reason();
  }

  private PartitionPlanner planner() {
    PartitionPlanner.Look look =
        new PartitionPlanner.Look() {
          @Override
          public boolean isEmpty(TableName table, String partition) {
            return isEmpty;
          }

          @Override
          public ByteSize fileSize(TableName table, String partition) {
            return ByteSize.ofMebibytes(200);
          }
        };
    return new PartitionPlanner(
        catalog,
        look,
        new MethodPolicy(false, Duration.ofMillis(500), Duration.ofMillis(300)),
        estimates,
        clock);
  }

  private void add(String... names) {
    catalog.add(described(Shapes.partitioned(partitions(names))));
  }

  private static List<Partition> partitions(String... names) {
    List<Partition> partitions = new ArrayList<>();
    for (String name : names) {
      partitions.add(new Partition(name, 300_000, ByteSize.ofMebibytes(199)));
    }
    return partitions;
  }

  private static TableDescription described(TableShape shape) {
    TableDescription plain = Descriptions.table(ORDERS, 600, 900_000);
    return new TableDescription(
        plain.facts(),
        plain.kind(),
        plain.engine(),
        true,
        plain.rowFormat(),
        plain.rowBytes(),
        plain.secondaryKeyBytes(),
        plain.secondaryKeys(),
        shape);
  }
}
