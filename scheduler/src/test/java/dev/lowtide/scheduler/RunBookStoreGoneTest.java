package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunBookStoreGoneTest {

  private final Store store = Stores.inMemory();
  private final Journal journal = spy(new Journal(store));
  private final RunBook book =
      new RunBook(
          journal,
          new ApprovalDesk(
              new ApprovalPolicy(
                  false, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME)),
          new SettableClock(NOW));
  private final AtomicInteger tries = new AtomicInteger();
  private ShrinkRun run;

  @BeforeEach
  void approve() {
    run = book.approve(book.request(Plans.plan(), "ann").id(), "bob");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whoeverHasPeopleWaitingHearsAtOnce() {
    doThrow(new StoreGoneException("cut")).when(journal).update(any(), any(), any());

    assertThatThrownBy(() -> book.move(run.id(), RunState.REVOKED, "no", "bob"))
        .isInstanceOf(StoreGoneException.class);
    assertThat(journal.steps(run.id())).hasSize(2);
  }

  @Test
  void anAttemptWaitsUntilItsWordIsWritten() {
    failTwice(false);

    book.waits()
        .patiently(() -> false, () -> book.move(run.id(), RunState.WAITING_FOR_QUIET, "waiting"));

    assertThat(tries).hasValue(3);
    assertThat(book.get(run.id()).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
  }

  @Test
  void whatWasWrittenUnheardIsNotWrittenTwice() {
    failTwice(true);

    book.waits()
        .patiently(() -> false, () -> book.move(run.id(), RunState.WAITING_FOR_QUIET, "waiting"));

    assertThat(tries).hasValue(1);
    assertThat(journal.steps(run.id()))
        .extracting(RunStep::state)
        .containsExactly(RunState.PROPOSED, RunState.APPROVED, RunState.WAITING_FOR_QUIET);
  }

  @Test
  void theEndOfTheProcessEndsTheWait() {
    doThrow(new StoreGoneException("cut")).when(journal).update(any(), any(), any());

    assertThatThrownBy(
            () ->
                book.waits()
                    .patiently(
                        () -> tries.incrementAndGet() > 2,
                        () -> book.move(run.id(), RunState.WAITING_FOR_QUIET, "waiting")))
        .isInstanceOf(StoreGoneException.class);
    assertThat(tries).hasValue(3);
  }

  @Test
  void whatClientsWaitForIsNotWaitedForInBetween() {
    doThrow(new StoreGoneException("cut")).when(journal).update(any(), any(), any());

    assertThatThrownBy(
            () ->
                book.waits()
                    .patiently(
                        () -> false,
                        () ->
                            book.waits()
                                .atOnce(
                                    () -> book.move(run.id(), RunState.WAITING_FOR_QUIET, "w"))))
        .isInstanceOf(StoreGoneException.class);
  }

  /** The store goes away before a write, or after it and before its answer. */
  private void failTwice(boolean isWritten) {
    doAnswer(
            call -> {
              int now = tries.incrementAndGet();
              if (isWritten || now > 2) {
                call.callRealMethod();
              }
              if (now <= 2) {
                throw new StoreGoneException("cut");
              }
              return null;
            })
        .when(journal)
        .update(any(), any(), any());
  }
}
