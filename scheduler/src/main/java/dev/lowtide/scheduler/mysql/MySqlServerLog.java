package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ServerLog;

/** The target's binary log. Safe for any thread. */
public final class MySqlServerLog implements ServerLog {

  private final Target target;

  public MySqlServerLog(Target target) {
    this.target = target;
  }

  @Override
  public String serverUuid() {
    return target.serverId();
  }

  @Override
  public BinlogPosition end() {
    return target.ask(BinlogEnd::ask);
  }
}
