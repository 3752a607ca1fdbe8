package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy where at most one client waits, at the first hold. */
final class FakeTraffic implements TrafficHold {

  boolean hasLapsed;
  int renewals;

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
  public Handle holdWrites(TableName table) {
    return place("hold writes to " + table, "release writes");
  }

  @Override
  public Handle holdAll(TableName table) {
    return place("hold all of " + table, "release all");
  }

  @Override
  public Handle holdFirstTouch(TableName table) {
    return place("hold first statements on " + table, "release first statements");
  }

  @Override
  public Handle holdReadViews() {
    return place("hold read views", "release read views");
  }

  private Handle place(String deed, String release) {
    chronicle.add(deed);
    Hold hold = new Hold(release, holds.isEmpty());
    holds.add(hold);
    return hold;
  }

  private void clientGoesOn() {
    clientWaited = clientWaits();
    clientCameAt = null;
  }

  private Duration clientWaits() {
    return clientCameAt == null ? clientWaited : pace.now().minus(clientCameAt);
  }

  private final class Hold implements Handle {
    private final String release;
    private final boolean isFirst;
    private boolean isReleased;

    Hold(String release, boolean isFirst) {
      this.release = release;
      this.isFirst = isFirst;
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
        chronicle.add(release);
        if (isFirst) {
          clientGoesOn();
        }
      }
    }

    @Override
    public Tally tally() {
      if (!isFirst) {
        return new Tally(0, 0, 0, Duration.ZERO);
      }
      Duration waits = clientWaits();
      int waiting = clientCameAt == null ? 0 : 1;
      return new Tally(waiting, waits.isZero() ? waiting : 1, 0, waits);
    }
  }
}
