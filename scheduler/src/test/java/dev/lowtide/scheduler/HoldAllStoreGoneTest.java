package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.spy;

import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Standstills;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;

/** What people say while nothing can be written down counts, and is written down later. */
class HoldAllStoreGoneTest {

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final Standstills standstills = spy(journal.standstills());
  private final HoldAll holdAll = new HoldAll(standstills, () -> null, by -> {}, clock);
  private boolean isGone = true;
  private boolean isHeard;

  @BeforeEach
  void cut() {
    doAnswer(this::answer).when(standstills).hold(any());
    doAnswer(this::answer).when(standstills).unhold(any(), any());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whoHoldsHearsThatItIsSoAndThatItIsNotWrittenDown() {
    assertThatThrownBy(() -> holdAll.hold("ann", "pager"))
        .isInstanceOfSatisfying(
            OperatorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageStartingWith(
            "everything is held by ann since " + NOW + ": pager; but that is not written down yet");

    assertThat(holdAll.held()).contains(new HeldView("ann", NOW, "pager"));
    assertThat(journal.standstills().held()).isEmpty();
  }

  @Test
  void itIsWrittenDownWhenTheStoreIsBack() {
    tried(() -> holdAll.hold("ann", "pager"));
    isGone = false;

    holdAll.writeDown();
    holdAll.writeDown();

    assertThat(journal.standstills().held()).contains(new HeldView("ann", NOW, "pager"));
    assertThat(trail()).containsExactly("ann hold");
  }

  @Test
  void allThatWasSaidIsWrittenDownInItsOrder() {
    tried(() -> holdAll.hold("ann", ""));
    tried(() -> holdAll.unhold("bob"));
    assertThat(holdAll.held()).isEmpty();
    isGone = false;

    holdAll.writeDown();

    assertThat(journal.standstills().held()).isEmpty();
    assertThat(trail()).containsExactly("bob unhold", "ann hold");
  }

  @Test
  void whatWasWrittenUnheardIsNotWrittenTwice() {
    isHeard = true;
    tried(() -> holdAll.hold("ann", ""));
    isGone = false;

    holdAll.writeDown();

    assertThat(trail()).containsExactly("ann hold");
  }

  @Test
  void nobodyGoesToAndFroForEverInTheMeantime() {
    for (int i = 0; i < 8; i++) {
      tried(() -> holdAll.hold("ann", ""));
      tried(() -> holdAll.unhold("bob"));
    }
    tried(() -> holdAll.hold("ann", ""));

    assertThatThrownBy(() -> holdAll.unhold("bob"))
        .hasMessageStartingWith("17 words on this are not written down yet (expected: fewer");
    assertThat(holdAll.held()).isPresent();
  }

  private static void tried(Runnable word) {
    assertThatThrownBy(word::run).isInstanceOf(OperatorException.class);
  }

  private List<String> trail() {
    return journal.audit().stream().map(entry -> entry.by() + " " + entry.action()).toList();
  }

  /** The store goes away before a write, or after it and before its answer. */
  private Object answer(InvocationOnMock call) throws Throwable {
    if (!isGone || isHeard) {
      Object written = call.callRealMethod();
      if (!isGone) {
        return written;
      }
    }
    throw new StoreGoneException("cut");
  }
}
