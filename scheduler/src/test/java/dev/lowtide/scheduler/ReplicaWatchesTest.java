package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.CopyConfig.Replica;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.operator.LoadPoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReplicaWatchesTest {

  private static final Replica GOOD = new Replica("db2", 3306);
  private static final Replica HANGING = new Replica("db3", 3306);

  private final CountDownLatch goodWasAsked = new CountDownLatch(3);
  private final CountDownLatch never = new CountDownLatch(1);

  /** What says who is at work may not be there before everything is. */
  @Test
  @Timeout(60)
  void nobodyIsAskedBeforeTheStart() throws InterruptedException {
    AtomicBoolean isStarted = new AtomicBoolean();
    AtomicBoolean wasAskedBefore = new AtomicBoolean();
    try (ReplicaWatches watches =
        new ReplicaWatches(
            List.of(GOOD),
            replica -> () -> List.of(ask(replica)),
            () -> {
              wasAskedBefore.compareAndSet(false, !isStarted.get());
              return true;
            },
            () -> 7)) {
      isStarted.set(true);
      watches.start();
      goodWasAsked.await();

      assertThat(wasAskedBefore).isFalse();
    }
  }

  @Test
  @Timeout(60)
  void oneThatHangsKeepsNoOtherFromBeingSeen() throws InterruptedException {
    try (ReplicaWatches watches = watches(List.of(HANGING, GOOD), true)) {
      watches.start();
      goodWasAsked.await();

      assertThat(watches.latest())
          .containsExactly(
              new LagOfReplica("db3:3306", Gauge.missing("not asked yet")),
              new LagOfReplica("db2:3306", Gauge.of(0.5)));
    }
  }

  @Test
  @Timeout(60)
  void peopleAreToldNowAndThenWhileNobodyElseWantsToKnow() throws InterruptedException {
    AtomicLong nanos = new AtomicLong();
    try (ReplicaWatches watches =
        new ReplicaWatches(
            List.of(GOOD),
            replica -> () -> List.of(ask(replica)),
            () -> false,
            () -> nanos.addAndGet(Duration.ofSeconds(4).toNanos()))) {
      watches.start();
      goodWasAsked.await();

      assertThat(watches.lagSeconds()).isEqualTo(0.5);
    }
  }

  @Test
  void nobodyIsAskedOftenWhileNobodyWantsToKnow() throws InterruptedException {
    try (ReplicaWatches watches = watches(List.of(GOOD), false)) {
      watches.start();
      assertThat(goodWasAsked.await(1200, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(goodWasAsked.getCount()).isEqualTo(3);
      assertThat(watches.latest()).hasSize(1);
      assertThat(watches.lagSeconds()).isEqualTo(LoadPoint.UNKNOWN);
    }
  }

  private ReplicaWatches watches(List<Replica> replicas, boolean isNeeded) {
    return new ReplicaWatches(
        replicas, replica -> () -> List.of(ask(replica)), () -> isNeeded, () -> 7);
  }

  private LagOfReplica ask(Replica replica) {
    if (replica.equals(HANGING)) {
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    goodWasAsked.countDown();
    return new LagOfReplica(replica.toString(), Gauge.of(0.5));
  }
}
