package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldCounts;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.HoldRefusedException;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import dev.lowtide.scheduler.execute.TrafficHold;
import dev.lowtide.scheduler.load.Blocker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Holds traffic at the proxy's hold desk. */
final class ProxyHold implements TrafficHold {

  private final HoldDesk desk;
  private final Duration deadline;
  private final NanoClock clock;

  ProxyHold(HoldDesk desk, Duration deadline, NanoClock clock) {
    this.desk = desk;
    this.deadline = deadline;
    this.clock = clock;
  }

  @Override
  public Handle holdWrites(Reach table, Duration budget) throws RefusedException {
    Duration within = budget.compareTo(deadline) < 0 ? budget : deadline;
    HoldRequest request =
        new HoldRequest(holder(table), new HoldScope.WritesTo(table), within, deadline);
    try {
      return new ProxyHandle(desk.place(request), table);
    } catch (HoldRefusedException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static String holder(Reach table) {
    List<String> names = table.targets().stream().map(TableName::toString).sorted().toList();
    return "the rebuild of " + String.join(", ", names);
  }

  /** Confined to the attempt's thread. */
  private final class ProxyHandle implements Handle {
    private final Hold hold;
    private final List<Reach> wanted = new ArrayList<>();

    ProxyHandle(Hold hold, Reach table) {
      this.hold = hold;
      wanted.add(table);
    }

    /**
     * Each table is a scope of its own: the server locks them one after the other, and whoever has
     * touched one that comes late in the row must not go on to one that is locked by then.
     */
    @Override
    public void widen(Reach table, List<Reach> referencing) throws RefusedException {
      List<HoldScope> more = new ArrayList<>();
      more.add(new HoldScope.Touching(table));
      referencing.forEach(other -> more.add(new HoldScope.Touching(other)));
      more.add(new HoldScope.NewReadViews());
      try {
        hold.widen(more.toArray(HoldScope[]::new));
      } catch (HoldRefusedException e) {
        throw new RefusedException(String.valueOf(e.getMessage()));
      }
      wanted.addAll(referencing);
    }

    @Override
    public boolean renew() {
      return hold.renew();
    }

    @Override
    public void release() {
      hold.release();
    }

    @Override
    public boolean isBudgetSpent() {
      return hold.isBudgetSpent();
    }

    @Override
    public Tally tally() {
      HoldCounts counts = hold.counts();
      return new Tally(counts.waiting(), counts.held(), counts.expired(), counts.longestWait());
    }

    @Override
    public List<String> awaited() {
      long now = clock.nanos();
      return hold.awaited().stream()
          .map(session -> new Blocker(session, wanted).text(now))
          .toList();
    }
  }
}
