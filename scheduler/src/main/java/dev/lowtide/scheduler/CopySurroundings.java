package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.DiskBudget;
import dev.lowtide.scheduler.copy.DiskUse;
import dev.lowtide.scheduler.copy.LogFiles;
import dev.lowtide.scheduler.copy.LogSettingsWatch;
import dev.lowtide.scheduler.copy.RetentionWatch;
import dev.lowtide.scheduler.copy.ServerWatchers;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.copy.Watchers;
import dev.lowtide.scheduler.mysql.MySqlDiskUse;
import dev.lowtide.scheduler.mysql.MySqlLogFiles;
import dev.lowtide.scheduler.mysql.MySqlLogSettings;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.time.InstantSource;

/** What is looked at around copies at a target. Safe for any thread; what it makes is not. */
final class CopySurroundings {

  private final Target target;
  private final TargetConfig targetConfig;
  private final ByteSize diskReserve;
  private final InstantSource clock;
  private final NanoClock nanoClock;
  private final LogFiles.Source files;

  /**
   * Nothing is asked of the target yet.
   *
   * @param diskReserve bytes that stay free where the data lies, whatever a copy needs
   */
  CopySurroundings(
      Target target,
      TargetConfig targetConfig,
      ByteSize diskReserve,
      InstantSource clock,
      NanoClock nanoClock) {
    this.target = target;
    this.targetConfig = targetConfig;
    this.diskReserve = diskReserve;
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.files = new MySqlLogFiles(target);
  }

  /** For a copy that was planned so, and whoever is told about it. */
  Watchers.Source watchers(ShrinkPlan plan, ShadowTables shadows, CopyProgress progress) {
    return copy ->
        new ServerWatchers(
            new LogSettingsWatch(new MySqlLogSettings(target), copy.changedAt(), nanoClock),
            new RetentionWatch(files, age(copy), nanoClock),
            new DiskBudget(
                new MySqlDiskUse(target, targetConfig, shadows, files, copy),
                forecast(plan),
                diskReserve,
                nanoClock),
            progress);
  }

  /**
   * For an old table that follows. Its rows are there, so it needs no more disk than the table
   * which it follows; how much is left is looked at all the same.
   */
  Watchers.Source watchersOfFollower(ShadowTables shadows, CopyProgress progress) {
    return copy -> {
      MySqlDiskUse disk = new MySqlDiskUse(target, targetConfig, shadows, files, copy);
      return new ServerWatchers(
          new LogSettingsWatch(new MySqlLogSettings(target), copy.changedAt(), nanoClock),
          new RetentionWatch(files, age(copy), nanoClock),
          new DiskBudget(
              () -> new DiskUse(disk.read().free(), 0, 0), ByteSize.ZERO, diskReserve, nanoClock),
          progress);
    };
  }

  /** The server's clock may be ahead of ours. */
  private Duration age(CopyRecord copy) {
    Duration age = Duration.between(copy.changedAt(), clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Of the shadow when it is done. */
  private static ByteSize forecast(ShrinkPlan plan) {
    return plan.facts().tablespace().fileSize().minus(plan.estimate().reclaimable());
  }
}
