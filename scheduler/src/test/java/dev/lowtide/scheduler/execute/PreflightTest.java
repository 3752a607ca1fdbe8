package dev.lowtide.scheduler.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreflightTest {

  private static final ShrinkPlan PLAN = Plans.plan();

  @Test
  void everyCheckPassesOnAGoodServer() {
    List<CheckResult> checks = new Preflight(() -> Facts.GOOD).check(PLAN);

    assertThat(checks).allMatch(CheckResult::isPassed);
    assertThat(checks)
        .extracting(CheckResult::check)
        .containsExactly(
            "rights",
            "writable",
            "instruments",
            "replicas",
            "cluster",
            "definitions",
            "cut-over",
            "disk");
  }

  @Test
  void everyCheckIsMadeEvenIfOneRefuses() {
    List<CheckResult> checks = new Preflight(Facts::readOnly).check(PLAN);

    assertThat(checks).hasSize(8);
    assertThat(checks).filteredOn(check -> !check.isPassed()).hasSize(1);
  }

  @Test
  void allChecksJudgeByTheSameFacts() {
    AtomicInteger readings = new AtomicInteger();
    ServerFacts.Source source =
        () -> {
          readings.incrementAndGet();
          return Facts.GOOD;
        };

    new Preflight(source).check(PLAN);

    assertThat(readings).hasValue(1);
  }

  @Test
  void refusesWithoutRights() {
    assertThat(refusal(Facts.lacking("INSERT", "PROCESS")))
        .isEqualTo(CheckResult.refused("rights", "our account lacks INSERT, PROCESS"));
  }

  @Test
  void refusesAReplicaThatTakesNoWrites() {
    assertThat(refusal(Facts.readOnly()))
        .isEqualTo(
            CheckResult.refused(
                "writable",
                "the server is read-only (expected: read_only = OFF, that is, a primary)"));
  }

  @Test
  void refusesWhereLocksCannotBeSeen() {
    CheckResult refusal = refusal(Facts.instrumented(false, true));

    assertThat(refusal.check()).isEqualTo("instruments");
    assertThat(refusal.text())
        .startsWith("metadata locks cannot be seen")
        .contains("wait/lock/metadata/sql/mdl");
  }

  @Test
  void refusesWhereTransactionsCannotBeSeen() {
    CheckResult refusal = refusal(Facts.instrumented(true, false));

    assertThat(refusal.check()).isEqualTo("instruments");
    assertThat(refusal.text())
        .startsWith("transactions cannot be seen")
        .contains("events_transactions_current");
  }

  @Test
  void refusesWhereReplicasWouldRepeatIt() {
    CheckResult refusal = refusal(Facts.withReplicas(2));

    assertThat(refusal.check()).isEqualTo("replicas");
    assertThat(refusal.text()).startsWith("2 sessions read the binary log (expected: none;");
  }

  @Test
  void refusesAMemberOfACluster() {
    assertThat(refusal(Facts.inCluster("a Galera cluster")))
        .isEqualTo(
            CheckResult.refused(
                "cluster",
                "the server is a member of a Galera cluster (expected: a server of its own)"));
  }

  @Test
  void refusesBesideOtherDefinitions() {
    assertThat(refusal(Facts.besides("session 5 (dba): EXCLUSIVE on shop.carts", "a backup")))
        .isEqualTo(
            CheckResult.refusedForNow(
                "definitions", "at work are session 5 (dba): EXCLUSIVE on shop.carts, a backup"));
  }

  @Test
  void theCutOverMayTakeAllOfTheBudget() {
    CheckResult check = new CutOverCheck().check(withCutOver(500), Facts.GOOD);

    assertThat(check.isPassed()).isTrue();
    assertThat(check.text())
        .isEqualTo(
            "the table would be locked for about 500 ms at the end, and a client may wait 500 ms");
  }

  @Test
  void refusesACutOverThatTakesMoreThanTheBudget() {
    CheckResult check = new CutOverCheck().check(withCutOver(501), Facts.GOOD);

    assertThat(check.isPassed()).isFalse();
    assertThat(check.text())
        .startsWith("the table would be locked for about 501 ms")
        .contains("expected: a smaller table, or a larger shrink.clientWaitMax");
  }

  @Test
  void aSecondCopyAndAReserveMayFillTheDisk() {
    CheckResult check =
        new DiskCheck().check(PLAN, Facts.withFreeDisk(ByteSize.ofMebibytes(100 + 256)));

    assertThat(check)
        .isEqualTo(CheckResult.passed("disk", "356 MiB are free, 356 MiB may be needed"));
  }

  @Test
  void refusesWhereASecondCopyDoesNotFit() {
    ByteSize justTooLittle = new ByteSize(ByteSize.ofMebibytes(100 + 256).bytes() - 1);

    CheckResult check = new DiskCheck().check(PLAN, Facts.withFreeDisk(justTooLittle));

    assertThat(check.isPassed()).isFalse();
    assertThat(check.text()).endsWith("may be needed (expected: room for a second copy)");
  }

  @Test
  void saysThatItKnowsNothingOfADiskThatItCannotSee() {
    CheckResult check = new DiskCheck().check(PLAN, Facts.GOOD);

    assertThat(check)
        .isEqualTo(
            CheckResult.passed("disk", "free space cannot be seen from here; nothing is known"));
  }

  private static CheckResult refusal(ServerFacts facts) {
    List<CheckResult> refusals =
        new Preflight(() -> facts).check(PLAN).stream().filter(check -> !check.isPassed()).toList();
    assertThat(refusals).hasSize(1);
    return refusals.get(0);
  }

  private static ShrinkPlan withCutOver(long millis) {
    Estimate estimate = PLAN.estimate();
    return new ShrinkPlan(
        PLAN.table(),
        PLAN.method(),
        PLAN.statements(),
        PLAN.reasons(),
        PLAN.facts(),
        new Estimate(
            estimate.reclaimable(),
            estimate.temporaryDisk(),
            Duration.ofMillis(millis),
            estimate.basis()),
        PLAN.clientWaitMax(),
        PLAN.madeAt());
  }
}
