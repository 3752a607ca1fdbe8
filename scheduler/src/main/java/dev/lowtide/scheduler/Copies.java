package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.binlog.BinlogSource;
import dev.lowtide.scheduler.copy.Governor;
import dev.lowtide.scheduler.mysql.MySqlReplicaLags;
import dev.lowtide.scheduler.mysql.MySqlWriteStrain;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.operator.Dependency;
import java.nio.file.Path;
import java.time.Clock;
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

  private final Governor governor;
  private final Supplier<@Nullable ActiveRun> active;
  private final Lookout lookout;
  private volatile BooleanSupplier areFollowing = () -> false;
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
    this.active = active;
    this.replicas =
        new ReplicaWatches(
            config.replicas(),
            replica -> lagOf(targetConfig.at(replica.host(), replica.port())),
            this::isAnybodyAtWork,
            nanoClock);
    this.lookout =
        new Lookout(
            limits,
            governor,
            new MySqlWriteStrain(target),
            replicas::latest,
            active,
            this::areFollowing,
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

  /** Begins to ask replicas how far they are behind. */
  void start() {
    replicas.start();
  }

  TargetCopies tools() {
    return tools;
  }

  /** How the server and its clients are, whenever somebody has looked. */
  void observe(Observation seen) {
    lookout.observe(seen);
  }

  /** A run is about to begin. */
  void onBegin(Observation seen) {
    lookout.onBegin(seen);
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
    return active.get() != null || areFollowing();
  }

  private boolean areFollowing() {
    return areFollowing.getAsBoolean();
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
}
