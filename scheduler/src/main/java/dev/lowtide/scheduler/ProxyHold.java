package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
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
public final class ProxyHold implements TrafficHold {

  /** Many times what a statement needs to get from here to the server. */
  private static final Duration ARRIVED_AFTER = Duration.ofMillis(20);

  private final HoldDesk desk;
  private final Duration deadline;
  private final NanoClock clock;

  public ProxyHold(HoldDesk desk, Duration deadline, NanoClock clock) {
    this.desk = desk;
    this.deadline = deadline;
    this.clock = clock;
  }

  @Override
  public Handle holdWrites(Reach table, Duration budget) throws RefusedException {
    return place("the rebuild of ", new HoldScope.WritesTo(table), table, budget);
  }

  @Override
  public Handle holdAll(List<Reach> tables, Duration budget) throws RefusedException {
    Reach table = tables.get(0);
    ProxyHandle handle = place("the cut-over of ", new HoldScope.Touching(table), table, budget);
    try {
      handle.widen(List.of(), tables.subList(1, tables.size()));
      return handle;
    } catch (RefusedException e) {
      handle.release();
      throw e;
    }
  }

  private ProxyHandle place(String purpose, HoldScope scope, Reach table, Duration budget)
      throws RefusedException {
    Duration within = budget.compareTo(deadline) < 0 ? budget : deadline;
    HoldRequest request = new HoldRequest(purpose + names(table), scope, within, deadline);
    try {
      return new ProxyHandle(desk.place(request), table);
    } catch (HoldRefusedException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static String names(Reach table) {
    List<String> names = table.targets().stream().map(TableName::toString).sorted().toList();
    return String.join(", ", names);
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
      widen(List.of(table), referencing);
    }

    private void widen(List<Reach> tables, List<Reach> others) throws RefusedException {
      List<HoldScope> more = new ArrayList<>();
      tables.forEach(table -> more.add(new HoldScope.Touching(table)));
      others.forEach(other -> more.add(new HoldScope.Touching(other)));
      more.add(new HoldScope.NewReadViews());
      try {
        hold.widen(more.toArray(HoldScope[]::new));
      } catch (HoldRefusedException e) {
        throw new RefusedException(String.valueOf(e.getMessage()));
      }
      wanted.addAll(others);
    }

    /** More sessions than are named may be awaited; then it is too early in any case. */
    @Override
    public boolean isSettled() {
      List<SessionSnapshot> awaited = hold.awaited();
      return hold.hasLooked()
          && awaited.size() == hold.counts().awaited()
          && awaited.stream().allMatch(this::isLeftToTheServer);
    }

    private boolean isLeftToTheServer(SessionSnapshot session) {
      SessionSnapshot.CommandSnapshot command = session.command();
      boolean hasArrived =
          command == null || clock.nanos() - command.sinceNanos() >= ARRIVED_AFTER.toNanos();
      return hasArrived && wanted.stream().noneMatch(session::mayTouch);
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
