package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person's pause lasts until a person ends it, whatever becomes of an attempt. */
class StandingPausesTest {

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final RunBook book =
      new RunBook(
          journal,
          new ApprovalDesk(
              new ApprovalPolicy(
                  true, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME)),
          new SettableClock(NOW));
  private final StandingPauses pauses = new StandingPauses();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theNextAttemptOfAPausedRunIsPausedByTheSamePerson() {
    assertThat(next(ended(1, "ann"), false).copy().pausedBy()).isEqualTo("ann");
  }

  @Test
  void whatNobodyHasPausedGoesOn() {
    assertThat(next(attempt(1), false).copy().isPaused()).isFalse();
  }

  @Test
  void aPauseThatWasEndedIsNotRemembered() {
    next(ended(1, "ann"), false);

    assertThat(next(attempt(1), false).copy().isPaused()).isFalse();
  }

  @Test
  void anotherRunIsNotPaused() {
    pauses.onEnd(ended(1, "ann"), false);
    ActiveRun other = attempt(2);

    pauses.onBegin(other);

    assertThat(other.copy().isPaused()).isFalse();
  }

  @Test
  void nothingIsRememberedOfARunThatIsOver() {
    assertThat(next(ended(1, "ann"), true).copy().isPaused()).isFalse();
  }

  private ActiveRun next(ActiveRun ended, boolean isRunOver) {
    pauses.onEnd(ended, isRunOver);
    ActiveRun next = attempt(ended.id().value());
    pauses.onBegin(next);
    return next;
  }

  private ActiveRun ended(long run, String pausedBy) {
    ActiveRun attempt = attempt(run);
    attempt.copy().pause(pausedBy);
    return attempt;
  }

  private ActiveRun attempt(long run) {
    return new ActiveRun(new RunId(run), book, journal, Duration.ZERO);
  }
}
