package dev.lowtide.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.HoldScope.NewReadViews;
import dev.lowtide.proxy.hold.HoldScope.Touching;
import dev.lowtide.proxy.hold.HoldScope.WritesTo;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldDeskTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName CARTS = new TableName("shop", "carts");
  private static final HoldScope WRITES = new WritesTo(Reach.of(ORDERS));
  private static final HoldScope ALL = new Touching(Reach.of(ORDERS));
  private static final HoldScope OTHERS = new Touching(Reach.of(CARTS));
  private static final StatementBoundary WRITE = boundary(ORDERS, Access.WRITE);
  private static final StatementBoundary READ = boundary(ORDERS, Access.READ);
  private static final Duration GAP = HoldDesk.GAP_MIN;

  private final AtomicLong nanos = new AtomicLong();
  private final HoldDesk desk = new HoldDesk(nanos::get);

  @Test
  void aHoldStopsWhatItsScopeCovers() throws Exception {
    Hold hold = desk.place(HoldRequest.of("one", WRITES));

    assertThat(desk.isIdle()).isFalse();
    assertThat(desk.holding(WRITE)).isSameAs(hold);
    assertThat(desk.holding(READ)).isNull();
  }

  @Test
  void aHoldThatIsWidenedStopsMore() throws Exception {
    Hold hold = desk.place(HoldRequest.of("one", WRITES));

    assertThat(hold.widen(ALL, new NewReadViews())).isTrue();

    assertThat(desk.holding(READ)).isSameAs(hold);
    assertThat(hold.scopes()).containsExactly(WRITES, ALL, new NewReadViews());
  }

  @Test
  void aHoldThatIsOverCannotBeWidened() throws Exception {
    Hold hold = desk.place(HoldRequest.of("one", WRITES));
    hold.release();

    assertThat(hold.widen(ALL)).isFalse();

    assertThat(desk.holding(READ)).isNull();
  }

  @Test
  void aScopeBelongsToOneHolder() throws Exception {
    desk.place(HoldRequest.of("one", WRITES));

    HoldRefusedException refused = refusal("other", ALL);

    assertThat(refused.otherHolder()).isEqualTo("one");
    assertThat(refused)
        .hasMessage("statements on shop.orders cannot be held: one holds writes to shop.orders");
    assertThat(desk.holding(READ)).isNull();
    assertThat(desk.place(HoldRequest.of("other", OTHERS)).state()).isEqualTo(HoldState.QUIET);
    assertThat(desk.placed()).isEqualTo(2);
    assertThat(desk.refused()).isEqualTo(1);
  }

  @Test
  void aHolderDoesNotStandInItsOwnWay() throws Exception {
    desk.place(HoldRequest.of("one", WRITES));

    assertThat(desk.place(HoldRequest.of("one", ALL)).isOver()).isFalse();
  }

  @Test
  void nobodyWidensIntoWhatAnotherHolds() throws Exception {
    desk.place(HoldRequest.of("one", OTHERS));
    Hold hold = desk.place(HoldRequest.of("other", WRITES));

    assertThatThrownBy(() -> hold.widen(ALL, OTHERS)).isInstanceOf(HoldRefusedException.class);

    assertThat(hold.scopes()).containsExactly(WRITES);
    assertThat(hold.isOver()).isFalse();
  }

  @Test
  void aScopeThatWasReleasedRests() throws Exception {
    desk.place(HoldRequest.of("one", WRITES)).release();
    pass(Duration.ofMillis(30));

    HoldRefusedException refused = refusal("one", ALL);

    assertThat(refused.left()).isEqualTo(GAP.minusMillis(30));
    assertThat(refused)
        .hasMessage(
            "statements on shop.orders cannot be held for another 70 ms: clients have only just"
                + " waited for one");
    assertThat(desk.place(HoldRequest.of("other", OTHERS)).isOver()).isFalse();
    pass(Duration.ofMillis(70));
    assertThat(desk.place(HoldRequest.of("one", ALL)).isOver()).isFalse();
  }

  @Test
  void aScopeRestsForAsLongAsItMadeAnybodyWait() throws Exception {
    Hold hold = desk.place(HoldRequest.of("one", WRITES));
    hold.join(() -> {});
    pass(Duration.ofMillis(800));
    hold.release();
    pass(Duration.ofMillis(500));

    assertThat(refusal("other", WRITES).left()).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void aScopeThatLapsedRestsFromThen() throws Exception {
    desk.place(HoldRequest.of("one", WRITES));
    pass(HoldRequest.DEFAULT_DEADLINE.plusMillis(40));

    assertThat(refusal("other", WRITES).left()).isEqualTo(GAP.minusMillis(40));

    pass(Duration.ofMillis(60));
    assertThat(desk.place(HoldRequest.of("other", WRITES)).isOver()).isFalse();
  }

  @Test
  void aHolderThatDiedStopsNobodyAfterTheDeadline() throws Exception {
    Hold hold = desk.place(HoldRequest.of("one", WRITES));

    pass(HoldRequest.DEFAULT_DEADLINE.plusNanos(1));

    assertThat(desk.holding(WRITE)).isNull();
    assertThat(hold.renew()).isFalse();
    assertThat(hold.state()).isEqualTo(HoldState.RELEASED);
    assertThat(hold.join(() -> {})).isNull();
    assertThat(desk.isIdle()).isTrue();
  }

  @Test
  void aHolderThatLivesKeepsItsHold() throws Exception {
    Hold hold = desk.place(HoldRequest.of("one", WRITES));
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(1));
      assertThat(hold.renew()).isTrue();
    }

    assertThat(desk.holding(WRITE)).isSameAs(hold);
  }

  @Test
  void thereAreOnlySoManyHolds() throws Exception {
    for (int i = 0; i < 16; i++) {
      desk.place(HoldRequest.of("one", new Touching(Reach.of(new TableName("shop", "t" + i)))));
    }

    assertThat(refusal("one", WRITES)).hasMessageContaining("16 holds are in force");
  }

  @Test
  void knowsTheLongestWaitOfAll() throws Exception {
    Hold first = desk.place(HoldRequest.of("one", WRITES));
    first.join(() -> {});
    pass(Duration.ofMillis(300));
    first.release();
    Hold second = desk.place(HoldRequest.of("one", OTHERS));
    second.join(() -> {});
    pass(Duration.ofMillis(200));

    assertThat(desk.longestWait()).isEqualTo(Duration.ofMillis(300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT5.001S", "PT9S"})
  void refusesADeadlineThatIsNone(String deadline) {
    Duration wrong = Duration.parse(deadline);

    assertThatThrownBy(() -> new HoldRequest("one", WRITES, Duration.ofMillis(1), wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hold deadline: " + wrong + " (expected: above PT0S, at most PT5S)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT2.001S"})
  void refusesABudgetThatIsNone(String budget) {
    Duration wrong = Duration.parse(budget);

    assertThatThrownBy(() -> new HoldRequest("one", WRITES, wrong, Duration.ofSeconds(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hold budget: " + wrong + " (expected: above PT0S, at most PT2S)");
  }

  private HoldRefusedException refusal(String holder, HoldScope scope) {
    return Objects.requireNonNull(
        catchThrowableOfType(
            HoldRefusedException.class, () -> desk.place(HoldRequest.of(holder, scope))));
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private static StatementBoundary boundary(TableName table, Access access) {
    return new StatementBoundary(Footprint.of(table, access), Footprint.NONE, false);
  }
}
