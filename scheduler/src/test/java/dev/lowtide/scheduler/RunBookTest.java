package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.approval.NotAllowedException;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.RunInTheWayException;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunBookTest {

  private static final ShrinkPlan PLAN = Plans.plan();

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final RunBook book = book(false);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aRequestWaitsForADecision() {
    ShrinkRun run = book.request(PLAN, "ann");

    assertThat(run.state()).isEqualTo(RunState.PROPOSED);
    assertThat(run.requestedAt()).isEqualTo(NOW);
    assertThat(book.open()).containsExactly(run);
  }

  @Test
  void aRequestIsApprovedAtOnceWhereConfigurationSaysSo() {
    ShrinkRun run = book(true).request(PLAN, "ann");

    assertThat(run.state()).isEqualTo(RunState.APPROVED);
    assertThat(Objects.requireNonNull(run.approval()).isAutomatic()).isTrue();
    assertThat(book.get(run.id())).isEqualTo(run);
    assertThat(journal.audit())
        .extracting(AuditEntry::by, AuditEntry::action)
        .containsExactly(tuple("approval: automatic", "APPROVED"), tuple("ann", "request"));
  }

  @Test
  void whateverMayBeginIsToldAtOnce() {
    AtomicInteger told = new AtomicInteger();
    book.onApproved(told::incrementAndGet);
    ShrinkRun run = book.request(PLAN, "ann");
    assertThat(told).hasValue(0);

    book.approve(run.id(), "bob");

    assertThat(told).hasValue(1);
    book.move(run.id(), RunState.WAITING_FOR_QUIET, "waiting until it is quiet");
    assertThat(told).hasValue(1);
  }

  @Test
  void whatConfigurationApprovesIsToldToo() {
    AtomicInteger told = new AtomicInteger();
    RunBook automatic = book(true);
    automatic.onApproved(told::incrementAndGet);

    automatic.request(PLAN, "ann");

    assertThat(told).hasValue(1);
  }

  @Test
  void aTableHasOneRunAtATime() {
    book.request(PLAN, "ann");

    assertThatThrownBy(() -> book.request(PLAN, "bob")).isInstanceOf(RunInTheWayException.class);
  }

  @Test
  void writesDownWhoApproves() {
    ShrinkRun run = book.request(PLAN, "ann");
    clock.advance(Duration.ofMinutes(1));

    book.approve(run.id(), "bob");

    assertThat(journal.steps(run.id()))
        .containsExactly(
            new RunStep(NOW, RunState.PROPOSED, "requested by ann"),
            new RunStep(NOW.plusSeconds(60), RunState.APPROVED, "approved by bob"));
    assertThat(journal.audit().get(0).by()).isEqualTo("bob");
  }

  @Test
  void aRequesterWhoApprovesChangesNothing() {
    ShrinkRun run = book.request(PLAN, "ann");

    assertThatThrownBy(() -> book.approve(run.id(), "ann")).isInstanceOf(NotAllowedException.class);
    assertThat(book.get(run.id())).isEqualTo(run);
    assertThat(journal.audit()).hasSize(1);
  }

  @Test
  void writesDownWhoRejectsAndWhy() {
    ShrinkRun run = book.request(PLAN, "ann");

    book.reject(run.id(), "bob", "not before the sale");

    assertThat(book.get(run.id()).reason()).isEqualTo("rejected by bob: not before the sale");
    assertThat(book.open()).isEmpty();
  }

  @Test
  void movesARunWhereItMayGo() {
    ShrinkRun run = book(true).request(PLAN, "ann");

    ShrinkRun moved = book.move(run.id(), RunState.WAITING_FOR_QUIET, "waiting");

    assertThat(book.get(run.id())).isEqualTo(moved);
    assertThat(moved.state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(journal.audit().get(0).by()).isEqualTo("lowtide");
  }

  @Test
  void movesARunNowhereElse() {
    ShrinkRun run = book.request(PLAN, "ann");

    assertThatThrownBy(() -> book.move(run.id(), RunState.RUNNING, "copying"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PROPOSED cannot become RUNNING");
    assertThat(book.get(run.id())).isEqualTo(run);
  }

  @Test
  void countsAttempts() {
    ShrinkRun run = book.request(PLAN, "ann");

    book.begin(run.id());
    book.begin(run.id());

    assertThat(book.get(run.id()).attempts()).isEqualTo(2);
  }

  @Test
  void whatIsPutOffIsTriedAgainAtOnceAndCountsNoAttempt() {
    RunId id = yielding();
    book.begin(id);
    clock.advance(Duration.ofHours(3));

    book.putOff(id, "its window has closed");

    ShrinkRun run = book.get(id);
    assertThat(run.state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(run.attempts()).isZero();
    assertThat(run.notBefore()).isEqualTo(clock.instant());
    assertThat(run.hasBegun()).isTrue();
  }

  @Test
  void postponesTheNextAttempt() {
    RunId id = yielding();

    book.postpone(id, "a client waited", NOW.plusSeconds(300));

    ShrinkRun run = book.get(id);
    assertThat(run.state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(run.reason()).isEqualTo("a client waited");
    assertThat(run.notBefore()).isEqualTo(NOW.plusSeconds(300));
  }

  @Test
  void endsWhatHasBecomeTooOld() {
    ShrinkRun old = book.request(PLAN, "ann");
    clock.advance(ApprovalPolicy.REQUEST_LIFETIME);
    ShrinkRun young = book.request(Plans.plan(Plans.CARTS), "ann");
    clock.advance(Duration.ofMillis(1));

    book.expire();

    assertThat(book.get(old.id()).state()).isEqualTo(RunState.EXPIRED);
    assertThat(book.open()).containsExactly(young);
  }

  @Test
  void whatSomebodyHasLookedAtIsOutOfTheWay() {
    RunId id = yielding();
    book.move(id, RunState.UNCERTAIN, "the connection is lost");
    assertThat(book.open()).hasSize(1);

    book.acknowledge(id, "bob");

    assertThat(book.get(id).isAcknowledged()).isTrue();
    assertThat(book.open()).isEmpty();
  }

  @Test
  void saysWhichRunItDoesNotHave() {
    assertThatThrownBy(() -> book.get(new RunId(99)))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("run 99");
  }

  private RunBook book(boolean isAutomatic) {
    return new RunBook(
        journal,
        new ApprovalDesk(
            new ApprovalPolicy(
                isAutomatic, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME)),
        clock);
  }

  private RunId yielding() {
    RunId id = book(true).request(PLAN, "ann").id();
    book.move(id, RunState.WAITING_FOR_QUIET, "waiting");
    book.move(id, RunState.PREFLIGHT, "checking");
    book.move(id, RunState.YIELDING, "a client waited");
    return id;
  }
}
