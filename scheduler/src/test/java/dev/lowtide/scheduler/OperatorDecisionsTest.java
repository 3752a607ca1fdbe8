package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.SessionSnapshots;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.BlockerView;
import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.operator.DryRun;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person may decide, and what is said when it may not be. */
class OperatorDecisionsTest extends OperatorDeskScenario {

  @Test
  void aDryRunSaysWhatTheChecksSayAndChangesNothing() {
    lacking = List.of("PROCESS");

    DryRun dryRun = operator.plan(ORDERS);

    assertThat(dryRun.plan().table()).isEqualTo(ORDERS);
    assertThat(dryRun.checks()).anyMatch(check -> !check.isPassed());
    assertThat(dryRun.quiet()).isEqualTo("blind: nothing has been observed yet, for 0 s");
    assertThat(operator.runs()).isEmpty();
    assertThat(operator.audit()).isEmpty();
  }

  @Test
  void findsCandidates() {
    assertThat(operator.candidates())
        .extracting(candidate -> candidate.tablespace().table())
        .containsExactly(ORDERS);
  }

  @Test
  void aTableThatCannotBeShrunkIsRefused() {
    OperatorException no = no(() -> operator.request(CARTS, "ann"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessageStartingWith("table shop.carts does not exist");
  }

  @Test
  void whatNoWaitingWillCureIsRefusedAtOnce() {
    lacking = List.of("PROCESS");

    OperatorException no = no(() -> operator.request(ORDERS, "ann"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no)
        .hasMessageStartingWith("shop.orders cannot be shrunk: ")
        .hasMessageContaining("PROCESS");
    assertThat(operator.runs()).isEmpty();
  }

  @Test
  void aTargetThatDoesNotAnswerMakesItUnavailable() {
    catalog.failWith(new TargetException("target db:3306 does not answer"));

    OperatorException no = no(() -> operator.plan(ORDERS));

    assertThat(no.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(no).hasMessage("target db:3306 does not answer");
  }

  @Test
  void aTableWithARunIsRefused() {
    operator.request(ORDERS, "ann");

    OperatorException no = no(() -> operator.request(ORDERS, "bob"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessageContaining("run 1 for shop.orders is PROPOSED");
  }

  @Test
  void theRequesterIsNotAllowedToApprove() {
    RunId run = operator.request(ORDERS, "ann").id();

    OperatorException no = no(() -> operator.approve(run, "ann"));

    assertThat(no.kind()).isEqualTo(Kind.NOT_ALLOWED);
    assertThat(operator.run(run).run().state()).isEqualTo(RunState.PROPOSED);
  }

  @Test
  void aRunThatIsNotThereIsNotFound() {
    OperatorException no = no(() -> operator.approve(new RunId(99), "bob"));

    assertThat(no.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(no).hasMessage("run 99 does not exist");
  }

  @Test
  void takesBackARequest() {
    RunId run = operator.request(ORDERS, "ann").id();

    assertThat(operator.abort(run, "ann").state()).isEqualTo(RunState.REJECTED);
  }

  @Test
  void takesBackAnApproval() {
    RunId run = operator.request(ORDERS, "ann").id();
    operator.approve(run, "bob");

    ShrinkRun revoked = operator.abort(run, "carl");

    assertThat(revoked.state()).isEqualTo(RunState.REVOKED);
    assertThat(revoked.reason()).isEqualTo("revoked by carl");
    assertThat(operator.audit().get(0).by()).isEqualTo("carl");
  }

  @Test
  void abortsWhatWaits() {
    RunId run = waiting();

    ShrinkRun aborted = operator.abort(run, "carl");

    assertThat(aborted.state()).isEqualTo(RunState.ABORTED);
    assertThat(aborted.reason()).isEqualTo("aborted by carl");
  }

  @Test
  void whatIsOverCannotBeAborted() {
    RunId run = operator.request(ORDERS, "ann").id();
    operator.reject(run, "bob", "no");

    OperatorException no = no(() -> operator.abort(run, "carl"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessage("run 1 is REJECTED (expected: one that is not over)");
  }

  @Test
  void whatIsAtWorkByTheStoreOnlyCannotBeAbortedYet() {
    RunId run = waiting();
    book.move(run, RunState.PREFLIGHT, "checking");
    book.move(run, RunState.RUNNING, "copying");

    OperatorException no = no(() -> operator.abort(run, "carl"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no)
        .hasMessage(
            "run 1 is RUNNING by the store, but nobody works on it now (expected: the server has"
                + " said what there is of it; look again in a moment)");
  }

  @Test
  void onlyWhatIsUncertainCanBeAcknowledged() {
    RunId run = operator.request(ORDERS, "ann").id();

    OperatorException no = no(() -> operator.acknowledge(run, "bob"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessage("run 1 is PROPOSED (expected: UNCERTAIN)");
  }

  @Test
  void anAcknowledgementIsWrittenDown() {
    RunId run = waiting();
    book.move(run, RunState.PREFLIGHT, "checking");
    book.move(run, RunState.RUNNING, "copying");
    book.move(run, RunState.UNCERTAIN, "link failure");

    ShrinkRun acknowledged = operator.acknowledge(run, "bob");

    assertThat(acknowledged.isAcknowledged()).isTrue();
    assertThat(operator.now().atWork()).isEmpty();
    assertThat(operator.audit().get(0))
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly("bob", "acknowledge", "run 1");
    assertThat(operator.audit()).filteredOn("action", "acknowledge").hasSize(1);
  }

  @Test
  void saysWhyARunDoesNotBegin() {
    RunId run = waiting();
    starter.next();

    RunView view = operator.run(run);

    assertThat(view.waitingFor()).isEqualTo("blind: nothing has been observed yet, for 0 s");
    assertThat(view.conditions())
        .extracting(ConditionView::signal)
        .contains("sight", "sessions that use the table", "locks on the table", "read views");
    assertThat(view.percentCopied()).isZero();
    assertThat(view.hasReport()).isFalse();
    assertThat(view.history()).hasSize(3);
  }

  @Test
  void aRunThatWaitsNamesWhoIsInItsWay() throws InterruptedException {
    RunId run = waiting();
    sessions =
        List.of(
            SessionSnapshots.idle(3),
            SessionSnapshots.inTransaction(
                812,
                TransactionState.ACTIVE,
                nanos - Duration.ofSeconds(41).toNanos(),
                Footprint.of(ORDERS, Access.WRITE)));
    observer.observe();

    assertThat(operator.blockers(run))
        .containsExactly(
            new BlockerView(
                812, "s1812.1", "session 812, app@10.0.0.1, open for 41 s, touched shop.orders"));
  }

  @Test
  void aRunThatDoesNotWaitHasNobodyInItsWay() throws InterruptedException {
    RunId run = operator.request(ORDERS, "ann").id();
    sessions = List.of(SessionSnapshots.opaque(3));
    observer.observe();

    assertThat(operator.blockers(run)).isEmpty();
  }

  @Test
  void aRunThatHasNotEndedHasNoReport() {
    RunId run = operator.request(ORDERS, "ann").id();

    OperatorException no = no(() -> operator.report(run));

    assertThat(no.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(no).hasMessage("run 1 is PROPOSED and has no report");
  }
}
