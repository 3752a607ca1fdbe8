package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has the last word on an attempt. */
class ActiveRunTest {

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final RunBook book =
      new RunBook(
          journal,
          new ApprovalDesk(
              new ApprovalPolicy(
                  true, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME)),
          new SettableClock(NOW));
  private final ActiveRun run = new ActiveRun(new RunId(1), book, journal, Duration.ZERO);

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PERSON, CALENDAR, PERSON",
    "PERSON, HELD, PERSON",
    "PERSON, SHUTDOWN, PERSON",
    "HELD, CALENDAR, HELD",
    "HELD, SHUTDOWN, HELD",
    "SHUTDOWN, CALENDAR, SHUTDOWN",
    "CALENDAR, SHUTDOWN, SHUTDOWN",
    "CALENDAR, HELD, HELD",
    "SHUTDOWN, PERSON, PERSON",
    "HELD, PERSON, PERSON",
  })
  void theStrongerWordIsTheOneThatCounts(StopCause first, StopCause second, StopCause counts) {
    run.stop(first, "by " + first);
    run.stop(second, "by " + second);

    assertThat(run.stopCause()).isEqualTo(counts);
    assertThat(run.stoppedBy()).isEqualTo("by " + counts);
  }

  @Test
  void whoAbortsFirstIsWhoAborts() {
    run.stop(StopCause.PERSON, "ann");
    run.stop(StopCause.PERSON, "bob");

    assertThat(run.stoppedBy()).isEqualTo("ann");
  }

  @Test
  void theEndOfTheProcessIsKnownWhoeverElseWantsItStopped() {
    run.stop(StopCause.PERSON, "ann");
    assertThat(run.isEnding()).isFalse();

    run.stop(StopCause.SHUTDOWN, RunBook.LOWTIDE);

    assertThat(run.isEnding()).isTrue();
  }
}
