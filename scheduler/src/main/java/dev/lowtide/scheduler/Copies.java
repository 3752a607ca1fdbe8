package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.binlog.BinlogSource;
import dev.lowtide.scheduler.copy.Governor;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.WriteStrain;
import dev.lowtide.scheduler.mysql.MySqlReplicaLags;
import dev.lowtide.scheduler.mysql.MySqlWriteStrain;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.operator.Dependency;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that copies need and that is there all the time: what they are made with, and the
 * governor that says how hard they may work.
 */
final class Copies implements AutoCloseable {

  /**
   * What is not the scheduler's own.
   *
   * @param store which of all Lowtides this is
   * @param spoolDirectory where changes wait that cannot be applied yet
   */
  record Place(String store, Path spoolDirectory) {}

  /**
   * Replicas are asked only while a run is at work; before they can have answered, nothing is seen
   * yet, which is no standstill that counts.
   */
  private static final Duration REPLICAS_ANSWER_WITHIN = Duration.ofSeconds(3);

  private final Governor governor;
  private final Pressures pressures;
  private final MySqlWriteStrain strains;
  private final Supplier<@Nullable ActiveRun> active;
  private final NanoClock nanoClock;
  private volatile BooleanSupplier areFollowing = () -> false;
  private boolean wasResting = true;
  private long lastIdleNanos;
  private final TargetCopies tools;
  private final List<MySqlReplicaLags> lags = new ArrayList<>();
  private final ReplicaWatches replicas;
  private final BinlogSource feeds;

  Copies(
      Place place,
      CopyConfig config,
      CopyLimits limits,
      Target target,
      TargetConfig targetConfig,
      Supplier<@Nullable ActiveRun> active,
      ThreadFactory feedThreads,
      Executor statements,
      Clock clock,
      NanoClock nanoClock) {
    this.governor = new Governor(limits.governor(), nanoClock);
    this.pressures = new Pressures(limits);
    this.strains = new MySqlWriteStrain(target);
    this.active = active;
    this.nanoClock = nanoClock;
    this.lastIdleNanos = nanoClock.nanos();
    this.replicas =
        new ReplicaWatches(
            config.replicas(),
            replica -> lagOf(targetConfig.at(replica.host(), replica.port())),
            this::isAnybodyAtWork,
            nanoClock);
    this.feeds =
        new BinlogSource(
            targetConfig.host(),
            targetConfig.port(),
            targetConfig.user(),
            targetConfig.password(),
            feedThreads,
            clock,
            place.spoolDirectory(),
            config.spoolMax().bytes());
    this.tools =
        new TargetCopies(
            place.store(),
            target,
            feeds,
            new CopySurroundings(target, targetConfig, config.diskReserve(), clock, nanoClock),
            new RunThrottle(governor, active),
            new FollowThrottle(governor, active),
            new WallPace(nanoClock),
            statements,
            clock);
  }

  TargetCopies tools() {
    return tools;
  }

  /**
   * Looks at how the server and its clients are, and tells the governor while a run is at work, or
   * an old table follows. That does no more than clients do, so what they take beside it is usual.
   */
  void observe(Observation seen) {
    ActiveRun run = active.get();
    long now = nanoClock.nanos();
    if (!isAnybodyAtWork()) {
      wasResting = true;
      lastIdleNanos = now;
      return;
    }
    boolean isResting =
        wasResting || run == null || run.copy().isPaused() || governor.standstill().isPresent();
    wasResting = run == null;
    observe(seen, isResting, now);
  }

  /** A run is about to begin: it need not wait for the next look. */
  void onBegin(Observation seen) {
    observe(seen, true, nanoClock.nanos());
  }

  private void observe(Observation seen, boolean isResting, long now) {
    List<LagOfReplica> lags = replicas.latest();
    boolean isFirstAnswerDue = now - lastIdleNanos < REPLICAS_ANSWER_WITHIN.toNanos();
    if (isFirstAnswerDue && lags.stream().anyMatch(lag -> lag.seconds().isMissing())) {
      return;
    }
    governor.observe(pressures.of(seen, strain(), lags, isResting), now);
  }

  /** How far the replica is behind that is furthest. */
  double replicaLagSeconds() {
    return replicas.lagSeconds();
  }

  /** How the replicas are, and the links to the binary log of what is copied or follows. */
  List<Dependency> dependencies() {
    List<Dependency> all = new ArrayList<>(replicas.dependencies());
    feeds.listening().forEach(feed -> all.add(dependency(feed)));
    return all;
  }

  private static Dependency dependency(BinlogSource.Listening feed) {
    return new Dependency(
        "binary log for " + feed.table(), false, feed.problem(), feed.sinceHeard());
  }

  /** Besides runs there may be old tables that follow. */
  void besides(BooleanSupplier areFollowing) {
    this.areFollowing = areFollowing;
  }

  private boolean isAnybodyAtWork() {
    return active.get() != null || areFollowing.getAsBoolean();
  }

  /** A person wants it to go on, whatever made it stand still before. */
  void onResumed() {
    governor.reset();
  }

  @Override
  public void close() {
    replicas.close();
    lags.forEach(MySqlReplicaLags::close);
  }

  private MySqlReplicaLags lagOf(TargetConfig replica) {
    MySqlReplicaLags lag = new MySqlReplicaLags(List.of(replica));
    lags.add(lag);
    return lag;
  }

  private @Nullable WriteStrain strain() {
    try {
      return strains.strain();
    } catch (ProbeFailedException e) {
      return null;
    }
  }
}
