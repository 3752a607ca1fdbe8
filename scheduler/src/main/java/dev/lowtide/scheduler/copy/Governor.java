package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.NanoClock;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides by the pressure on the server how much of its time a copy may work.
 *
 * <pre>
 * worst utilisation   share of the time
 * below 0.6           grows by a tenth in a second, up to the share with clients;
 *                     doubles at each look, up to all of it, where no clients are
 * 0.6 to 0.8          stays
 * above 0.8           is halved
 * 1 and more          none, until it has fallen below 0.7
 * </pre>
 *
 * To add little and to take away half is how streams share a link without knowing of one another
 * (RFC 5681); here the other streams are clients, and only ours gives way. What it is told is the
 * pressure of others where that can be told apart, so its own work does not slow it down further
 * than it must. Safe for any thread.
 */
public final class Governor implements Throttle {

  /** Older looks are none: a wave that nobody sees begins within seconds. */
  static final Duration SIGHT_MAX = Duration.ofSeconds(2);

  /** So little that nobody can feel it, and enough to keep in step with changes. */
  static final double SHARE_MIN = 0.02;

  /** What a copy begins with while clients are there, and what it falls to when they come. */
  static final double SHARE_FIRST = 0.1;

  static final double GROWTH_PER_SECOND = 0.1;
  static final double GROW_BELOW = 0.6;
  static final double HALVE_ABOVE = 0.8;
  static final double GO_ON_BELOW = 0.7;

  /** Times its limit: nobody waits whether that happens again. */
  static final double BREACH = 5;

  /** What a halving did shows at the next look, which comes twice a second or more often. */
  static final Duration HALVING_GAP = Duration.ofMillis(400);

  /** A standstill shorter than this would tell nothing of what the clients do without us. */
  static final Duration STANDSTILL_MIN = Duration.ofSeconds(1);

  /** Long enough that a statement's own costs do not count, short enough to stop in time. */
  static final Duration CHUNK_ALONE = Duration.ofMillis(250);

  /** A few of a client's statements: who meets it waits for a core and for a flush, not longer. */
  static final Duration CHUNK_WITH_CLIENTS = Duration.ofMillis(20);

  static final Duration CHUNK_MIN = Duration.ofMillis(10);

  /** The load may be another one after that, whatever was owed. */
  static final Duration REST_MAX = Duration.ofSeconds(2);

  private final GovernorPolicy policy;
  private final NanoClock clock;
  private final StandstillBreaker breaker;

  private boolean hasSeen;
  private boolean areClientsThere;
  private boolean hasHalved;
  private boolean isBreached;
  private long seenNanos;
  private long halvedNanos;
  private long stoppedNanos;
  private double share = SHARE_MIN;

  /** Why it stands still; empty if it does not. */
  private String stopped = "";

  public Governor(GovernorPolicy policy, NanoClock clock) {
    this.policy = policy;
    this.clock = clock;
    this.breaker = new StandstillBreaker(policy);
  }

  /** A look at the load. */
  public synchronized void observe(Pressure pressure, long nowNanos) {
    Pressure.Signal worst = pressure.worst();
    long since = hasSeen ? Math.min(nowNanos - seenNanos, SIGHT_MAX.toNanos()) : 0;
    onClients(pressure.areClientsThere());
    hasSeen = true;
    seenNanos = nowNanos;
    if (worst.utilisation() >= 1) {
      stop(worst, nowNanos);
    } else if (stopped.isEmpty()) {
      isBreached = false;
      move(worst.utilisation(), Duration.ofNanos(since), nowNanos);
    } else if (worst.utilisation() < GO_ON_BELOW
        && nowNanos - stoppedNanos >= STANDSTILL_MIN.toNanos()) {
      stopped = "";
      isBreached = false;
    }
    if (breaker.isOpen(nowNanos) || breaker.isOnProbation(nowNanos)) {
      share = SHARE_MIN;
    }
  }

  /** A person wants it to go on now, whatever there was before. */
  public synchronized void reset() {
    breaker.reset();
    stopped = "";
  }

  /** Of its time that a copy may work now; 0 in a standstill. */
  public synchronized double share() {
    return standstill().isPresent() ? 0 : share;
  }

  @Override
  public synchronized Optional<String> standstill() {
    long now = clock.nanos();
    if (!hasSeen || now - seenNanos > SIGHT_MAX.toNanos()) {
      return Optional.of(Pressure.UNSEEN.worst().text());
    }
    if (breaker.isOpen(now)) {
      return Optional.of(breaker.text(now));
    }
    return stopped.isEmpty() ? Optional.empty() : Optional.of(stopped);
  }

  @Override
  public synchronized boolean areClientsThere() {
    return !hasSeen || areClientsThere;
  }

  @Override
  public synchronized Duration chunkTime() {
    Duration longest = areClientsThere ? CHUNK_WITH_CLIENTS : CHUNK_ALONE;
    double most = shareMax();
    long millis = Math.round(longest.toMillis() * share / most);
    return millis < CHUNK_MIN.toMillis() ? CHUNK_MIN : Duration.ofMillis(millis);
  }

  @Override
  public synchronized Duration restAfter(Duration worked) {
    Duration rest = Duration.ofNanos(Math.round(worked.toNanos() * (1 / share - 1)));
    return rest.compareTo(REST_MAX) > 0 ? REST_MAX : rest;
  }

  private void onClients(boolean areThere) {
    if (!hasSeen) {
      share = areThere ? Math.min(SHARE_FIRST, policy.shareWithClientsMax()) : 1;
    } else if (areThere && !areClientsThere) {
      share = Math.min(share, Math.min(SHARE_FIRST, policy.shareWithClientsMax()));
    }
    areClientsThere = areThere;
  }

  private double shareMax() {
    return areClientsThere ? policy.shareWithClientsMax() : 1;
  }

  private void stop(Pressure.Signal worst, long nowNanos) {
    boolean isSeen = !worst.name().equals(Pressure.SIGHT);
    boolean isBreach = isSeen && worst.utilisation() >= BREACH;
    if (isBreach && !isBreached) {
      breaker.onBreach(worst.text(), nowNanos);
    } else if (isSeen && stopped.isEmpty()) {
      breaker.onStandstill(worst.text(), nowNanos);
    }
    isBreached = isBreach || (isBreached && !stopped.isEmpty());
    if (stopped.isEmpty()) {
      stoppedNanos = nowNanos;
      share = Math.max(share / 2, SHARE_MIN);
    }
    stopped = worst.text();
  }

  private void move(double utilisation, Duration since, long nowNanos) {
    if (utilisation > HALVE_ABOVE) {
      halve(nowNanos);
    } else if (utilisation < GROW_BELOW) {
      double seconds = since.toNanos() / 1e9;
      share = areClientsThere ? share + GROWTH_PER_SECOND * seconds : share * 2;
    }
    share = Math.max(SHARE_MIN, Math.min(share, shareMax()));
  }

  private void halve(long nowNanos) {
    if (!hasHalved || nowNanos - halvedNanos >= HALVING_GAP.toNanos()) {
      hasHalved = true;
      halvedNanos = nowNanos;
      share /= 2;
    }
  }
}
