package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.spy;

import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.journal.CalendarStore;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.journal.Stores;
import java.lang.Thread.State;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept of the calendar is never older than the last change of it. */
@Timeout(30)
class CalendarDeskChangesTest {

  private static final Freeze SALE = new Freeze(0, "sale", NOW, NOW.plusSeconds(60));

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final CalendarStore calendars = spy(new Journal(store).calendar());
  private final CalendarDesk desk = new CalendarDesk(calendars, clock);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whoReadsBesideAChangeDoesNotKeepWhatWasBefore() throws InterruptedException {
    Thread changing = new Thread(() -> desk.add(SALE, "eve"));
    AtomicBoolean isFirst = new AtomicBoolean(true);
    doAnswer(
            call -> {
              Object before = call.callRealMethod();
              if (isFirst.getAndSet(false)) {
                changing.start();
                awaitDoneOrWaiting(changing);
              }
              return before;
            })
        .when(calendars)
        .calendar();

    desk.calendar();
    changing.join();

    assertThat(desk.calendar().freezes()).extracting(Freeze::name).containsExactly("sale");
  }

  @Test
  void aChangeWhoseAnswerWasLostIsSeen() {
    assertThat(desk.calendar().freezes()).isEmpty();
    doAnswer(
            call -> {
              call.callRealMethod();
              throw new StoreGoneException("cut");
            })
        .when(calendars)
        .add(any(Freeze.class), any(), any());

    assertThatThrownBy(() -> desk.add(SALE, "eve")).isInstanceOf(StoreGoneException.class);

    assertThat(desk.calendar().freezes()).extracting(Freeze::name).containsExactly("sale");
  }

  private static void awaitDoneOrWaiting(Thread thread) {
    while (thread.getState() != State.TERMINATED && thread.getState() != State.BLOCKED) {
      Thread.onSpinWait();
    }
  }
}
