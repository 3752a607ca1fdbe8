package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.scheduler.execute.TrafficHold.Handle;
import dev.lowtide.scheduler.execute.TrafficHold.Tally;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProxyHoldTest {

  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final StatementBoundary READ = boundary(Access.READ, false);
  private static final StatementBoundary WRITE = boundary(Access.WRITE, false);
  private static final StatementBoundary LOOK_ELSEWHERE =
      new StatementBoundary(Footprint.of(CARTS, Access.READ), Footprint.NONE, true);

  private long nanos;
  private final HoldDesk desk = new HoldDesk(() -> nanos);
  private final ProxyHold traffic = new ProxyHold(desk, DEADLINE);

  @Test
  void holdsWritesAndNothingElse() {
    traffic.holdWrites(ORDERS);

    assertThat(desk.holding(WRITE)).isNotNull();
    assertThat(desk.holding(READ)).isNull();
    assertThat(desk.holding(LOOK_ELSEWHERE)).isNull();
  }

  @Test
  void holdsAllOfATable() {
    traffic.holdAll(ORDERS);

    assertThat(desk.holding(READ)).isNotNull();
    assertThat(desk.holding(WRITE)).isNotNull();
    assertThat(desk.holding(LOOK_ELSEWHERE)).isNull();
  }

  @Test
  void holdsNewReadViews() {
    traffic.holdReadViews();

    assertThat(desk.holding(LOOK_ELSEWHERE)).isNotNull();
    assertThat(desk.holding(WRITE)).isNull();
  }

  @Test
  void holdsForTheDeadlineThatIsConfigured() {
    traffic.holdWrites(ORDERS);

    assertThat(Objects.requireNonNull(desk.holding(WRITE)).deadline()).isEqualTo(DEADLINE);
  }

  @Test
  void lapsesWhenNobodyRenewsIt() {
    Handle handle = traffic.holdWrites(ORDERS);
    nanos += DEADLINE.toNanos();
    assertThat(handle.renew()).isTrue();

    nanos += DEADLINE.toNanos() + 1;

    assertThat(handle.renew()).isFalse();
  }

  @Test
  void tellsWhoWaitsAndHowLong() {
    Handle handle = traffic.holdWrites(ORDERS);
    Hold hold = Objects.requireNonNull(desk.holding(WRITE));
    hold.join(() -> {});
    Objects.requireNonNull(hold.join(() -> {})).expire();
    nanos += Duration.ofMillis(300).toNanos();

    assertThat(handle.tally()).isEqualTo(new Tally(1, 2, 1, Duration.ofMillis(300)));
  }

  @Test
  void letsEverybodyGoOn() {
    Handle handle = traffic.holdWrites(ORDERS);

    handle.release();

    assertThat(desk.isIdle()).isTrue();
  }

  private static StatementBoundary boundary(Access access, boolean opensReadView) {
    return new StatementBoundary(Footprint.of(ORDERS, access), Footprint.NONE, opensReadView);
  }
}
