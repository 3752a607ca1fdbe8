package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.quiet.BusyReason;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import dev.lowtide.scheduler.quiet.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Surroundings that are quiet until a test says otherwise. */
final class FakeSurroundings implements Surroundings {

  static final QuietVerdict BUSY =
      new Busy(List.of(new BusyReason(Signal.THREADS_RUNNING, "9", "at most 4", Duration.ZERO)));
  static final QuietVerdict ONLY_TOO_SHORT =
      new Busy(List.of(new BusyReason(Signal.QUIET_FOR, "1 s", "at least 5 s", Duration.ZERO)));

  final Set<Long> threadsWithoutReadView = new HashSet<>();
  QuietVerdict load = new Quiet();
  final Map<TableName, Reach> reaches = new HashMap<>();
  @Nullable String blindness;
  boolean isStopRequested;

  @Override
  public QuietVerdict load() {
    return load;
  }

  @Override
  public Set<Long> threadsWithoutReadView() {
    return Set.copyOf(threadsWithoutReadView);
  }

  @Override
  public List<Reach> reaches(List<TableName> tables) {
    if (blindness != null) {
      throw new IllegalStateException(blindness);
    }
    return tables.stream().map(this::reach).toList();
  }

  private Reach reach(TableName table) {
    return reaches.getOrDefault(table, Reach.of(table));
  }

  @Override
  public boolean isStopRequested() {
    return isStopRequested;
  }
}
