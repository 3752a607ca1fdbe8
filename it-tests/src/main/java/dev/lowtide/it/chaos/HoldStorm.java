package dev.lowtide.it.chaos;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.HoldRefusedException;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Schedulers that hold without end, one after the other: some release soon, some late, some renew,
 * and some die in the middle and never release at all.
 */
final class HoldStorm implements Runnable {

  private static final Reach ACCOUNTS = Reach.of(new TableName(Bank.SCHEMA, "accounts"));
  private static final Reach JOURNAL = Reach.of(new TableName(Bank.SCHEMA, "journal"));

  private static final List<HoldScope> SCOPES =
      List.of(
          new HoldScope.WritesTo(ACCOUNTS),
          new HoldScope.Touching(ACCOUNTS),
          new HoldScope.Touching(JOURNAL),
          new HoldScope.Touching(Reach.ofSchema(Bank.SCHEMA)),
          new HoldScope.Everything(),
          new HoldScope.NewReadViews());

  private static final int DEADLINE_MILLIS_MAX = 800;

  private final HoldDesk desk;
  private final BooleanSupplier isOver;
  private final Random random;
  private int placed;
  private int refused;
  private int abandoned;
  private int held;

  HoldStorm(HoldDesk desk, BooleanSupplier isOver, long seed) {
    this.desk = desk;
    this.isOver = isOver;
    this.random = new Random(seed);
  }

  int placed() {
    return placed;
  }

  /** Asked for too soon after another one. */
  int refused() {
    return refused;
  }

  /** Holds whose holder died. */
  int abandoned() {
    return abandoned;
  }

  /** Statements that have waited. */
  int held() {
    return held;
  }

  @Override
  public void run() {
    try {
      while (!isOver.getAsBoolean()) {
        holdOnce();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void holdOnce() throws InterruptedException {
    Duration deadline = Duration.ofMillis(50 + random.nextInt(DEADLINE_MILLIS_MAX));
    Hold hold;
    try {
      hold = desk.place(new HoldRequest("the storm", scope(), deadline, deadline));
    } catch (HoldRefusedException e) {
      refused++;
      return;
    }
    placed++;
    int steps = 1 + random.nextInt(4);
    for (int i = 0; i < steps; i++) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(120));
      hold.renew();
      widen(hold);
    }
    held += hold.counts().held();
    if (random.nextInt(4) == 0) {
      abandoned++;
    } else {
      hold.release();
      hold.release();
    }
  }

  private void widen(Hold hold) {
    if (random.nextInt(4) == 0) {
      try {
        hold.widen(scope());
      } catch (HoldRefusedException e) {
        refused++;
      }
    }
  }

  private HoldScope scope() {
    return SCOPES.get(random.nextInt(SCOPES.size()));
  }
}
