package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.ActivityListener;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSource;
import dev.lowtide.proxy.activity.SessionsUnknownException;
import dev.lowtide.scheduler.load.Age;
import dev.lowtide.scheduler.load.LoadModel;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.ServerProbe;
import dev.lowtide.scheduler.quiet.Judgement;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.Signals;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at proxy and server once a tick. {@link #observe} is confined to the scheduler's thread;
 * what it saw last is there for any thread.
 */
final class Observer {

  /** Event loops answer within microseconds; one that does not is not well. */
  private static final Duration SESSIONS_MAX = Duration.ofSeconds(2);

  private final ActivityFeed feed;
  private final SessionSource sessions;
  private final ServerProbe probe;
  private final QuietDetector detector;
  private final Duration signalAgeMax;
  private final NanoClock clock;
  private final LoadModel model = new LoadModel();
  private ActivityListener listeners = model;
  private volatile Observation latest;
  private volatile @Nullable Long lastSeenNanos;

  Observer(
      ActivityFeed feed,
      SessionSource sessions,
      ServerProbe probe,
      QuietDetector detector,
      Duration signalAgeMax,
      NanoClock clock) {
    this.feed = feed;
    this.sessions = sessions;
    this.probe = probe;
    this.detector = detector;
    this.signalAgeMax = signalAgeMax;
    this.clock = clock;
    this.latest = new Observation(clock.nanos(), detector.server(), null, null);
  }

  /** Has another one told what flows; before the first look. */
  void alsoTell(ActivityListener other) {
    listeners = new Listeners(listeners, other);
  }

  /** What was seen last; blind if that is too long ago. */
  Observation latest() {
    Observation seen = latest;
    Duration age = Duration.ofNanos(clock.nanos() - seen.atNanos());
    if (age.compareTo(signalAgeMax) <= 0) {
      return seen;
    }
    Judgement blind = Judgement.blind("nothing has been seen for " + age.toSeconds() + " s", age);
    return new Observation(seen.atNanos(), blind, seen.load(), null);
  }

  /** How long ago both were seen; null if they never were. */
  @Nullable Duration sinceSeen() {
    Long seen = lastSeenNanos;
    return seen == null ? null : Age.between(seen, clock.nanos());
  }

  void observe() throws InterruptedException {
    feed.drain(listeners);
    try {
      ServerLoad server = probe.load();
      LoadSnapshot load = model.snapshot(sessionsNow(), clock.nanos());
      long now = clock.nanos();
      detector.observe(new Signals(load, server, now), now);
      latest = new Observation(now, detector.server(), load, server);
      lastSeenNanos = now;
    } catch (ProbeFailedException e) {
      onBlind("the server cannot be asked: " + e.getMessage());
    } catch (SessionsUnknownException e) {
      onBlind(String.valueOf(e.getMessage()));
    }
  }

  /** The sessions of this moment. Safe for any thread. */
  List<SessionSnapshot> sessionsNow() throws InterruptedException, SessionsUnknownException {
    try {
      return sessions
          .sessions()
          .toCompletableFuture()
          .get(SESSIONS_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SessionsUnknownException(
          "the proxy did not answer within " + TimeText.of(SESSIONS_MAX));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SessionsUnknownException unknown) {
        throw unknown;
      }
      throw new IllegalStateException("the proxy failed to tell its sessions", e.getCause());
    }
  }

  private void onBlind(String why) {
    long now = clock.nanos();
    detector.observeNothing(why, now);
    latest = new Observation(now, detector.server(), latest.load(), null);
  }
}
