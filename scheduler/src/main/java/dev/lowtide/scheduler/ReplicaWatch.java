package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.load.Age;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.operator.Dependency;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what replicas said last, so that one which does not answer keeps nobody waiting but the
 * thread that asks. {@link #look} is confined to that thread; the rest is for any.
 */
final class ReplicaWatch {

  /** Twice a second they are asked; what is older is no sight of a lag of two seconds. */
  private static final Duration AGE_MAX = Duration.ofSeconds(3);

  /** While nobody is at work they are asked this often, for people to see. */
  private static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(10);

  private final LagOfReplica.Source source;
  private final List<String> replicas;
  private final NanoClock clock;
  private volatile Seen seen;
  private volatile @Nullable Long lastAnswerNanos;

  private record Seen(long atNanos, List<LagOfReplica> lags) {}

  /** Nothing is seen of these replicas, HOST:PORT each, before the first look. */
  ReplicaWatch(LagOfReplica.Source source, List<String> replicas, NanoClock clock) {
    this.source = source;
    this.replicas = List.copyOf(replicas);
    this.clock = clock;
    this.seen = new Seen(clock.nanos(), missing("not asked yet"));
  }

  void look() {
    long begun = clock.nanos();
    List<LagOfReplica> lags = source.look();
    seen = new Seen(begun, lags);
    if (lags.stream().noneMatch(lag -> lag.seconds().isMissing())) {
      lastAnswerNanos = begun;
    }
  }

  /** Whether people have not been told for long. */
  boolean isToBeLookedAt() {
    return Age.between(seen.atNanos(), clock.nanos()).compareTo(LOOKED_AT_EVERY) >= 0;
  }

  /** How they are, and when they last said how far they are behind. */
  Dependency dependency() {
    Long answer = lastAnswerNanos;
    String problem =
        latestLook().stream()
            .map(lag -> lag.seconds().missing())
            .filter(why -> !why.isEmpty())
            .findFirst()
            .orElse("");
    return new Dependency(
        "replica " + String.join(", ", replicas),
        false,
        problem,
        answer == null ? null : Age.between(answer, clock.nanos()));
  }

  /** What they said, not longer ago than is of use to somebody who acts upon it. */
  List<LagOfReplica> latest() {
    return latest(AGE_MAX);
  }

  /** The same for people to see. */
  List<LagOfReplica> latestLook() {
    return latest(LOOKED_AT_EVERY.multipliedBy(3));
  }

  private List<LagOfReplica> latest(Duration ageMax) {
    Seen last = seen;
    Duration age = Age.between(last.atNanos(), clock.nanos());
    return age.compareTo(ageMax) <= 0
        ? last.lags()
        : missing("it has said nothing for " + Age.text(age));
  }

  private List<LagOfReplica> missing(String why) {
    return replicas.stream().map(replica -> new LagOfReplica(replica, Gauge.missing(why))).toList();
  }
}
