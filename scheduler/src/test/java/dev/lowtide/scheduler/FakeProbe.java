package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.ServerProbe;
import dev.lowtide.scheduler.load.TableLock;
import dev.lowtide.scheduler.load.TableOnServer;
import dev.lowtide.scheduler.load.TablesOnServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server that does nothing, unless a test has it otherwise. */
final class FakeProbe implements ServerProbe {

  final Set<TableName> locked = new HashSet<>();
  ServerLoad load = ServerLoads.IDLE;
  @Nullable String failure;

  @Override
  public ServerLoad load() {
    requireInReach();
    return load;
  }

  @Override
  public TableOnServer table(TableName table) {
    requireInReach();
    return locked.contains(table)
        ? TablesOnServer.locked(new TableLock(5, "etl@h", "SHARED_READ", false, Duration.ZERO))
        : TablesOnServer.UNUSED;
  }

  private void requireInReach() {
    if (failure != null) {
      throw new ProbeFailedException(failure, new IllegalStateException());
    }
  }
}
