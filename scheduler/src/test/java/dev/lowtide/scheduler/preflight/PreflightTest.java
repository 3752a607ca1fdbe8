package dev.lowtide.scheduler.preflight;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreflightTest {

  @ParameterizedTest
  @EnumSource(ShrinkMethod.class)
  void everyCheckPassesOnAGoodServer(ShrinkMethod method) {
    assertThat(check(Facts.GOOD, plan(method))).allMatch(CheckResult::isPassed);
  }

  @ParameterizedTest
  @EnumSource(ShrinkMethod.class)
  void noTwoChecksHaveTheSameName(ShrinkMethod method) {
    assertThat(check(Facts.GOOD, plan(method)))
        .extracting(CheckResult::check)
        .doesNotHaveDuplicates();
  }

  @Test
  void aCopyBehindLiveTrafficHasToPassMore() {
    List<String> underHold = names(ShrinkMethod.COPY_UNDER_HOLD);
    List<String> copy = names(ShrinkMethod.SHADOW_COPY);

    assertThat(copy).containsAll(underHold).hasSizeGreaterThanOrEqualTo(60);
    assertThat(underHold).hasSize(23);
  }

  @Test
  void whatRefusesACopyOfTheTableRefusesThatOfOnePartition() {
    List<String> ofTable = new ArrayList<>(names(ShrinkMethod.SHADOW_COPY));
    ofTable.remove("partitions");

    assertThat(names(ShrinkMethod.EXCHANGE_PARTITION))
        .containsAll(ofTable)
        .contains("instant-partition", "other-partitions", "partition-replicas")
        .hasSize(ofTable.size() + 3);
  }

  @Test
  void everyCheckIsMadeEvenIfOneRefuses() {
    List<CheckResult> checks =
        check(Facts.with("read_only", "ON"), plan(ShrinkMethod.COPY_UNDER_HOLD));

    assertThat(checks).hasSize(23);
    assertThat(checks).filteredOn(check -> !check.isPassed()).hasSize(1);
  }

  @Test
  void allChecksJudgeByTheSameFacts() {
    AtomicInteger readings = new AtomicInteger();
    ServerFacts.Source source =
        plan -> {
          readings.incrementAndGet();
          return Facts.GOOD;
        };

    new Preflight(source, PreflightPolicy.DEFAULT).check(plan(ShrinkMethod.SHADOW_COPY));

    assertThat(readings).hasValue(1);
  }

  @Test
  void ofAServerThatIsNotKnownNothingElseIsBelieved() {
    Facts facts = new Facts();
    facts.version = ServerVersion.parse("10.11.6-MariaDB", "MariaDB Server");

    assertThat(check(facts.build(), plan(ShrinkMethod.SHADOW_COPY)))
        .containsExactly(
            CheckResult.refused(
                "version",
                "MariaDB 10.11.6-MariaDB has not been tried (expected: MySQL 8.0 to 9.x)."));
  }

  private static List<String> names(ShrinkMethod method) {
    return check(Facts.GOOD, plan(method)).stream().map(CheckResult::check).toList();
  }

  private static List<CheckResult> check(ServerFacts facts, ShrinkPlan plan) {
    return new Preflight(asked -> facts, PreflightPolicy.DEFAULT).check(plan);
  }

  private static ShrinkPlan plan(ShrinkMethod method) {
    return Plans.plan(ORDERS, method);
  }
}
