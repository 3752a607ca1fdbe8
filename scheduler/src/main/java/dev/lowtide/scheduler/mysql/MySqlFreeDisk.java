package dev.lowtide.scheduler.mysql;

import java.util.OptionalLong;

/** Room where the target's data lies, where that is a place that we can see. Any thread. */
public final class MySqlFreeDisk {

  private final Target target;
  private final TargetConfig config;

  public MySqlFreeDisk(Target target, TargetConfig config) {
    this.target = target;
    this.config = config;
  }

  /** Bytes, or nothing if it cannot be seen. */
  public OptionalLong read() {
    String directory = target.ask(connection -> Target.text(connection, "SELECT @@GLOBAL.datadir"));
    return Disks.ofData(config, directory);
  }
}
