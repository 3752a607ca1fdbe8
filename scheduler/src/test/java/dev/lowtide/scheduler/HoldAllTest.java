package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldAllTest {

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final RunBook book =
      new RunBook(
          journal,
          new ApprovalDesk(
              new ApprovalPolicy(
                  true, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME)),
          clock);
  private final List<String> stoppedReverts = new ArrayList<>();
  private @Nullable ActiveRun atWork;
  private final HoldAll holdAll = fresh();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatIsAtWorkIsStoppedAndMayGoOnLater() {
    atWork = running(RunState.RUNNING);

    holdAll.hold("ann", "pager");

    assertThat(atWork.stopCause()).isEqualTo(StopCause.HELD);
    assertThat(atWork.stoppedBy()).isEqualTo("ann");
  }

  @Test
  void aTableThatIsInPlaceIsComparedToTheEnd() {
    atWork = running(RunState.RUNNING, RunState.CUTTING_OVER, RunState.VERIFYING);

    holdAll.hold("ann", "");

    assertThat(atWork.stopCause()).isEqualTo(StopCause.NONE);
  }

  @Test
  void aWindowThatIsOverIsNoReasonToGoOnWhileEverythingIsHeld() {
    atWork = running(RunState.RUNNING);
    atWork.stop(StopCause.CALENDAR, RunBook.LOWTIDE);

    holdAll.hold("ann", "");

    assertThat(atWork.stopCause()).isEqualTo(StopCause.HELD);
  }

  @Test
  void whatBeganInTheSameMomentIsStoppedAtTheNextLook() {
    holdAll.hold("ann", "");
    atWork = running(RunState.RUNNING);

    holdAll.stopActive();

    assertThat(atWork.stopCause()).isEqualTo(StopCause.HELD);
  }

  @Test
  void aReturnToAnOldTableIsBrokenOffAsWell() {
    holdAll.stopActive();
    assertThat(stoppedReverts).isEmpty();

    holdAll.hold("ann", "pager");

    assertThat(stoppedReverts).containsExactly("ann");
  }

  @Test
  void nothingIsStoppedWhileNobodyHoldsAnything() {
    atWork = running(RunState.RUNNING);

    holdAll.stopActive();

    assertThat(atWork.stopCause()).isEqualTo(StopCause.NONE);
  }

  @Test
  void itIsKeptOverARestartUntilSomebodySaysGoOn() {
    holdAll.hold("ann", "pager");

    HoldAll next = fresh();
    assertThat(next.held()).contains(new HeldView("ann", NOW, "pager"));

    next.unhold("bob");
    assertThat(next.held()).isEmpty();
    assertThat(fresh().held()).isEmpty();
  }

  @Test
  void whoHeldFirstIsWhoHolds() {
    holdAll.hold("ann", "pager");

    assertThat(holdAll.hold("bob", "me too").by()).isEqualTo("ann");
    assertThat(journal.audit()).filteredOn(entry -> entry.action().equals("hold")).hasSize(1);
  }

  @Test
  void bothStandInTheAuditTrail() {
    holdAll.hold("ann", "pager");
    holdAll.unhold("bob");
    holdAll.unhold("bob");

    assertThat(journal.audit())
        .extracting(entry -> entry.by() + " " + entry.action() + " " + entry.text())
        .containsExactly("bob unhold held by ann since " + NOW, "ann hold everything: pager");
  }

  private HoldAll fresh() {
    return new HoldAll(journal.standstills(), () -> atWork, stoppedReverts::add, clock);
  }

  private ActiveRun running(RunState... states) {
    RunId run = book.request(Plans.plan(), "ann").id();
    book.move(run, RunState.WAITING_FOR_QUIET, "");
    book.move(run, RunState.PREFLIGHT, "");
    ActiveRun running = new ActiveRun(run, book, journal, Duration.ZERO);
    for (RunState state : states) {
      running.onState(state, "");
    }
    return running;
  }
}
