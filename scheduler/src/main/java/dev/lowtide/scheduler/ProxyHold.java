package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldCounts;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.HoldScope;
import dev.lowtide.scheduler.execute.TrafficHold;
import java.time.Duration;

/** Holds traffic at the proxy's hold desk. */
final class ProxyHold implements TrafficHold {

  private final HoldDesk desk;
  private final Duration deadline;

  ProxyHold(HoldDesk desk, Duration deadline) {
    this.desk = desk;
    this.deadline = deadline;
  }

  @Override
  public Handle holdWrites(TableName table) {
    return place(new HoldScope.WritesTo(table));
  }

  @Override
  public Handle holdAll(TableName table) {
    return place(new HoldScope.Touching(table));
  }

  @Override
  public Handle holdFirstTouch(TableName table) {
    return place(new HoldScope.FirstTouch(table));
  }

  @Override
  public Handle holdReadViews() {
    return place(new HoldScope.NewReadViews());
  }

  private Handle place(HoldScope scope) {
    return new ProxyHandle(desk.place(scope, deadline));
  }

  private record ProxyHandle(Hold hold) implements Handle {

    @Override
    public boolean renew() {
      return hold.renew();
    }

    @Override
    public void release() {
      hold.release();
    }

    @Override
    public Tally tally() {
      HoldCounts counts = hold.counts();
      return new Tally(counts.waiting(), counts.held(), counts.expired(), counts.longestWait());
    }
  }
}
