package dev.lowtide.scheduler.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShrinkPlanTest {

  private final ShrinkPlan plan = Plans.plan();

  @Test
  void sizesAndTheirEstimateDriftWithoutMakingItAnotherPlan() {
    TableFacts facts = plan.facts();
    Tablespace grown = new Tablespace(plan.table(), ByteSize.ofMebibytes(120), ByteSize.ZERO, 2000);
    Estimate estimate =
        new Estimate(
            ByteSize.ofMebibytes(60), ByteSize.ofMebibytes(60), Duration.ofMillis(174), "others");

    ShrinkPlan later =
        new ShrinkPlan(
            plan.table(),
            plan.method(),
            plan.statements(),
            List.of("For another reason."),
            new TableFacts(
                grown, facts.definition(), facts.spaceIds(), List.of(), facts.serverVersion()),
            estimate,
            plan.clientWaitMax(),
            plan.madeAt().plusSeconds(60));

    assertThat(later.hash()).isEqualTo(plan.hash());
  }

  @ParameterizedTest
  @MethodSource("otherFacts")
  void otherFactsMakeItAnotherPlan(TableFacts facts) {
    assertThat(with(facts).hash()).isNotEqualTo(plan.hash());
  }

  static Stream<TableFacts> otherFacts() {
    TableFacts facts = Plans.plan().facts();
    String definition = facts.definition();
    List<Long> rebuilt = List.of(18L);
    List<TableName> referred = List.of(Plans.CARTS);
    return Stream.of(
        facts(definition + " COMMENT='x'", facts.spaceIds(), List.of(), facts.serverVersion()),
        facts(definition, rebuilt, List.of(), facts.serverVersion()),
        facts(definition, facts.spaceIds(), referred, facts.serverVersion()),
        facts(definition, facts.spaceIds(), List.of(), "MySQL 8.4.4"));
  }

  private static TableFacts facts(
      String definition, List<Long> spaceIds, List<TableName> referencedBy, String version) {
    Tablespace same = Plans.plan().facts().tablespace();
    return new TableFacts(same, definition, spaceIds, referencedBy, version);
  }

  @Test
  void otherStatementsMakeItAnotherPlan() {
    ShrinkPlan other = with(List.of(Plans.ALTER), plan.clientWaitMax());

    assertThat(other.hash()).isNotEqualTo(plan.hash());
  }

  @Test
  void statementsAreToldApartWhereverTheyAreCut() {
    ShrinkPlan one = with(List.of("SET a = 1", "SET b = 2"), plan.clientWaitMax());
    ShrinkPlan other = with(List.of("SET a = 1SET b = 2"), plan.clientWaitMax());

    assertThat(one.hash()).isNotEqualTo(other.hash());
  }

  @Test
  void anotherBudgetMakesItAnotherPlan() {
    ShrinkPlan other = with(plan.statements(), Duration.ofSeconds(1));

    assertThat(other.hash()).isNotEqualTo(plan.hash());
  }

  @Test
  void anotherTableMakesItAnotherPlan() {
    ShrinkPlan other = Plans.plan(Plans.CARTS, plan.facts());

    assertThat(other.hash()).isNotEqualTo(plan.hash());
  }

  @Test
  void anotherWindowMakesItAnotherPlan() {
    assertThat(plan.inWindow("nights").hash()).isNotEqualTo(plan.hash());
    assertThat(plan.inWindow("").hash()).isEqualTo(plan.hash());
  }

  @Test
  void thatItIsAskedForAgainMakesItAnotherPlan() {
    assertThat(plan.asRevision(2).hash())
        .isNotEqualTo(plan.hash())
        .isNotEqualTo(plan.asRevision(3).hash());
    assertThat(plan.asRevision(1).hash()).isEqualTo(plan.hash());
    assertThat(plan.asRevision(2).hash()).isNotEqualTo(plan.inWindow("2").hash());
    assertThat(plan.asRevision(2).inWindow("nights").among(List.of("has no source")).revision())
        .isEqualTo(2);
  }

  @Test
  void anotherTopologyMakesItNoOtherPlan() {
    assertThat(plan.among(List.of("follows a source")).hash()).isEqualTo(plan.hash());
  }

  @Test
  void aHashIsAbbreviatedToItsBeginning() {
    PlanHash hash = plan.hash();

    assertThat(hash.value()).matches("[0-9a-f]{64}").startsWith(hash.abbreviated());
    assertThat(hash.abbreviated()).hasSize(12);
  }

  private ShrinkPlan with(TableFacts facts) {
    return Plans.plan(plan.table(), facts);
  }

  private ShrinkPlan with(List<String> statements, Duration clientWaitMax) {
    return new ShrinkPlan(
        plan.table(),
        plan.method(),
        statements,
        plan.reasons(),
        plan.facts(),
        plan.estimate(),
        clientWaitMax,
        plan.madeAt());
  }
}
