package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy where at most one client waits. */
final class FakeTraffic implements TrafficHold {

  boolean hasLapsed;
  boolean isSettled = true;
  int renewals;

  /** Why nothing can be held, or not more; null if it can. */
  @Nullable String refusal;

  final List<String> awaited = new ArrayList<>();

  private final ScriptedPace pace;
  private final Chronicle chronicle;
  private final List<Hold> holds = new ArrayList<>();
  private @Nullable Duration clientCameAt;
  private Duration clientWaited = Duration.ZERO;

  FakeTraffic(ScriptedPace pace, Chronicle chronicle) {
    this.pace = pace;
    this.chronicle = chronicle;
  }

  /** From now on a client waits. */
  void clientComes() {
    clientCameAt = pace.now();
  }

  boolean isEverybodyReleased() {
    return holds.stream().allMatch(hold -> hold.isReleased);
  }

  @Override
  public Handle holdWrites(Reach table, Duration budget) throws RefusedException {
    failIfRefused();
    chronicle.add("hold writes to " + name(table));
    Hold hold = new Hold(budget);
    holds.add(hold);
    return hold;
  }

  @Override
  public Handle holdAll(List<Reach> tables, Duration budget) throws RefusedException {
    failIfRefused();
    chronicle.add("hold " + tables.stream().map(FakeTraffic::name).toList());
    Hold hold = new Hold(budget);
    holds.add(hold);
    return hold;
  }

  private void failIfRefused() throws RefusedException {
    if (refusal != null) {
      throw new RefusedException(refusal);
    }
  }

  private static String name(Reach reach) {
    return reach.targets().iterator().next().toString();
  }

  private void clientGoesOn() {
    clientWaited = clientWaits();
    clientCameAt = null;
  }

  private Duration clientWaits() {
    return clientCameAt == null ? clientWaited : pace.now().minus(clientCameAt);
  }

  private final class Hold implements Handle {
    private final Duration budget;
    private boolean isReleased;

    Hold(Duration budget) {
      this.budget = budget;
    }

    @Override
    public void widen(Reach table, List<Reach> referencing) throws RefusedException {
      failIfRefused();
      chronicle.add("hold all of " + name(table));
      referencing.forEach(other -> chronicle.add("hold first statements on " + name(other)));
      chronicle.add("hold read views");
    }

    @Override
    public boolean isSettled() {
      return isSettled;
    }

    @Override
    public boolean renew() {
      renewals++;
      return !hasLapsed;
    }

    @Override
    public void release() {
      if (!isReleased) {
        isReleased = true;
        chronicle.add("release");
        clientGoesOn();
      }
    }

    @Override
    public boolean isBudgetSpent() {
      return clientWaits().compareTo(budget) >= 0;
    }

    @Override
    public Tally tally() {
      Duration waits = clientWaits();
      int waiting = clientCameAt == null ? 0 : 1;
      return new Tally(waiting, waits.isZero() ? waiting : 1, 0, waits);
    }

    @Override
    public List<String> awaited() {
      return awaited;
    }
  }
}
