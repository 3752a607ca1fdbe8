package dev.lowtide.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldDeskTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final Footprint READ = Footprint.of(ORDERS, Access.READ);
  private static final Footprint WRITE = Footprint.of(ORDERS, Access.WRITE);
  private static final Footprint OTHER = Footprint.of(new TableName("shop", "carts"), Access.WRITE);
  private static final HoldScope WRITES = new HoldScope.WritesTo(ORDERS);

  private final AtomicLong nanos = new AtomicLong();
  private final HoldDesk desk = new HoldDesk(nanos::get);
  private final List<String> wentOn = new ArrayList<>();

  @Test
  void aHoldOnWritesStopsWritersAndNobodyElse() {
    Hold hold = desk.place(WRITES, Duration.ofSeconds(2));

    assertThat(desk.holding(boundary(WRITE, Footprint.NONE))).isSameAs(hold);
    assertThat(desk.holding(boundary(Footprint.UNKNOWN, Footprint.NONE))).isSameAs(hold);
    assertThat(desk.holding(boundary(READ, Footprint.NONE))).isNull();
    assertThat(desk.holding(boundary(OTHER, Footprint.NONE))).isNull();
    assertThat(desk.holding(boundary(Footprint.NONE, WRITE))).isNull();
  }

  @Test
  void whoHasTheWriteLockAlreadyMustGoOn() {
    desk.place(WRITES, Duration.ofSeconds(2));

    assertThat(desk.holding(boundary(WRITE, WRITE))).isNull();
    assertThat(desk.holding(boundary(WRITE, READ))).isNotNull();
  }

  @Test
  void aHoldOnTheTableStopsFirstTouchesOnly() {
    desk.place(new HoldScope.Touching(ORDERS), Duration.ofSeconds(2));

    assertThat(desk.holding(boundary(READ, Footprint.NONE))).isNotNull();
    assertThat(desk.holding(boundary(READ, READ))).isNull();
    assertThat(desk.holding(boundary(WRITE, READ))).isNotNull();
    assertThat(desk.holding(boundary(OTHER, Footprint.NONE))).isNull();
  }

  @Test
  void aHoldOnReadViewsStopsWhatWouldOpenOne() {
    desk.place(new HoldScope.NewReadViews(), Duration.ofSeconds(2));

    assertThat(desk.holding(new StatementBoundary(OTHER, Footprint.NONE, true))).isNotNull();
    assertThat(desk.holding(new StatementBoundary(WRITE, Footprint.NONE, false))).isNull();
  }

  @Test
  void releaseLetsTheOldestGoFirstAndIsIdempotent() {
    Hold hold = desk.place(WRITES, Duration.ofSeconds(2));
    hold.join(() -> wentOn.add("first"));
    hold.join(() -> wentOn.add("second"));

    hold.release();
    hold.release();

    assertThat(wentOn).containsExactly("first", "second");
    assertThat(desk.isIdle()).isTrue();
    assertThat(hold.join(() -> {})).isNull();
  }

  @Test
  void countsWhoWaitsAndHowLong() {
    Hold hold = desk.place(WRITES, Duration.ofSeconds(2));
    Hold.Waiter first = Objects.requireNonNull(hold.join(() -> wentOn.add("first")));
    nanos.addAndGet(Duration.ofMillis(300).toNanos());
    Hold.Waiter second = Objects.requireNonNull(hold.join(() -> wentOn.add("second")));
    nanos.addAndGet(Duration.ofMillis(100).toNanos());

    assertThat(hold.counts()).isEqualTo(new HoldCounts(2, 2, 0, Duration.ofMillis(400)));
    first.expire();
    second.leave();
    assertThat(hold.counts()).isEqualTo(new HoldCounts(0, 2, 1, Duration.ofMillis(400)));
    hold.release();
    assertThat(wentOn).isEmpty();
  }

  @Test
  void aHolderThatDiedStopsNobodyAfterTheDeadline() {
    Hold hold = desk.place(WRITES, Duration.ofSeconds(2));

    nanos.addAndGet(Duration.ofSeconds(2).toNanos() + 1);

    assertThat(desk.holding(boundary(WRITE, Footprint.NONE))).isNull();
    assertThat(hold.renew()).isFalse();
    assertThat(desk.isIdle()).isTrue();
  }

  @Test
  void aHolderThatLivesKeepsItsHold() {
    Hold hold = desk.place(WRITES, Duration.ofSeconds(2));
    for (int i = 0; i < 5; i++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(hold.renew()).isTrue();
    }

    assertThat(desk.holding(boundary(WRITE, Footprint.NONE))).isSameAs(hold);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT5.001S", "PT9S"})
  void refusesADeadlineThatIsNone(String deadline) {
    assertThatThrownBy(() -> desk.place(WRITES, Duration.parse(deadline)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Duration.parse(deadline).toString())
        .hasMessageContaining("at most PT5S");
  }

  private static StatementBoundary boundary(Footprint statement, Footprint transaction) {
    return new StatementBoundary(statement, transaction, false);
  }
}
