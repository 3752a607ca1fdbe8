package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.copy.Governor;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.WriteStrain;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the governor how the server and its clients are, while a run is at work or an old table
 * follows. Confined to the scheduler's thread.
 */
final class Lookout {

  /**
   * Replicas are asked only while a run is at work; before they can have answered, nothing is seen
   * yet, which is no standstill that counts.
   */
  private static final Duration REPLICAS_ANSWER_WITHIN = Duration.ofSeconds(3);

  private final CopyLimits limits;
  private final Governor governor;
  private final WriteStrain.Source strains;
  private final Supplier<List<LagOfReplica>> replicas;
  private final Supplier<@Nullable ActiveRun> active;
  private final BooleanSupplier areFollowing;
  private final NanoClock clock;
  private Pressures pressures;
  private boolean wasResting = true;
  private long lastIdleNanos;

  /**
   * @param replicas how far each is behind
   * @param areFollowing whether any old table does
   */
  Lookout(
      CopyLimits limits,
      Governor governor,
      WriteStrain.Source strains,
      Supplier<List<LagOfReplica>> replicas,
      Supplier<@Nullable ActiveRun> active,
      BooleanSupplier areFollowing,
      NanoClock clock) {
    this.limits = limits;
    this.governor = governor;
    this.strains = strains;
    this.replicas = replicas;
    this.active = active;
    this.areFollowing = areFollowing;
    this.clock = clock;
    this.pressures = new Pressures(limits);
    this.lastIdleNanos = clock.nanos();
  }

  /** A look. What follows does no more than clients do, so what they take beside it is usual. */
  void observe(Observation seen) {
    ActiveRun run = active.get();
    long now = clock.nanos();
    if (run == null && !areFollowing.getAsBoolean()) {
      wasResting = true;
      lastIdleNanos = now;
      return;
    }
    boolean isResting =
        wasResting || run == null || run.copy().isPaused() || governor.standstill().isPresent();
    wasResting = run == null;
    observe(seen, isResting, now);
  }

  /**
   * A run is about to begin: it need not wait for the next look. What is usual is what it is now,
   * unless an old table follows: then it was looked at all the time.
   */
  void onBegin(Observation seen) {
    if (!areFollowing.getAsBoolean()) {
      pressures = new Pressures(limits);
    }
    observe(seen, true, clock.nanos());
  }

  private void observe(Observation seen, boolean isResting, long now) {
    List<LagOfReplica> lags = replicas.get();
    boolean isFirstAnswerDue = now - lastIdleNanos < REPLICAS_ANSWER_WITHIN.toNanos();
    if (isFirstAnswerDue && lags.stream().anyMatch(lag -> lag.seconds().isMissing())) {
      return;
    }
    governor.observe(pressures.of(seen, strain(), lags, isResting), now);
  }

  private @Nullable WriteStrain strain() {
    try {
      return strains.strain();
    } catch (ProbeFailedException e) {
      return null;
    }
  }
}
