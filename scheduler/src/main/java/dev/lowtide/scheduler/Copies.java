package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.binlog.BinlogSource;
import dev.lowtide.scheduler.copy.Governor;
import dev.lowtide.scheduler.copy.GovernorPolicy;
import dev.lowtide.scheduler.copy.Pressure;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that copies need and that is there all the time: what they are made with, and the
 * governor that says how hard they may work.
 */
final class Copies {

  /**
   * What is not the scheduler's own.
   *
   * @param store which of all Lowtides this is
   * @param spoolDirectory where changes wait that cannot be applied yet
   */
  record Place(String store, Path spoolDirectory) {}

  private final Governor governor;
  private final TargetCopies tools;

  Copies(
      Place place,
      CopyConfig config,
      Target target,
      TargetConfig targetConfig,
      Supplier<@Nullable ActiveRun> active,
      ThreadFactory feedThreads,
      Executor statements,
      Clock clock,
      NanoClock nanoClock) {
    this.governor = new Governor(GovernorPolicy.DEFAULT, nanoClock);
    BinlogSource feeds =
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
            new RunThrottle(governor, active),
            new WallPace(nanoClock),
            statements,
            clock);
  }

  TargetCopies tools() {
    return tools;
  }

  /** Tells the governor how the server and its clients are. */
  void observe(Pressure pressure, long nowNanos) {
    governor.observe(pressure, nowNanos);
  }
}
