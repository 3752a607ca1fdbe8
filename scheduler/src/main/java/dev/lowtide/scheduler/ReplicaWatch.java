package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.load.Age;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import java.time.Duration;
import java.util.List;

/**
 * Keeps what replicas said last, so that one which does not answer keeps nobody waiting but the
 * thread that asks. {@link #look} is confined to that thread; the rest is for any.
 */
final class ReplicaWatch {

  /** Twice a second they are asked; what is older is no sight of a lag of two seconds. */
  private static final Duration AGE_MAX = Duration.ofSeconds(3);

  private final LagOfReplica.Source source;
  private final List<String> replicas;
  private final NanoClock clock;
  private volatile Seen seen;

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
    seen = new Seen(begun, source.look());
  }

  List<LagOfReplica> latest() {
    Seen last = seen;
    Duration age = Age.between(last.atNanos(), clock.nanos());
    return age.compareTo(AGE_MAX) <= 0
        ? last.lags()
        : missing("it has said nothing for " + Age.text(age));
  }

  private List<LagOfReplica> missing(String why) {
    return replicas.stream().map(replica -> new LagOfReplica(replica, Gauge.missing(why))).toList();
  }
}
