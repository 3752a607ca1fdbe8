package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.quiet.BusyReason;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import dev.lowtide.scheduler.quiet.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Surroundings that are quiet until a test says otherwise. */
final class FakeSurroundings implements Surroundings {

  static final QuietVerdict BUSY =
      new Busy(List.of(new BusyReason(Signal.THREADS_RUNNING, "9", "at most 4", Duration.ZERO)));
  static final QuietVerdict ONLY_TOO_SHORT =
      new Busy(List.of(new BusyReason(Signal.QUIET_FOR, "1 s", "at least 5 s", Duration.ZERO)));

  final Set<Long> threadsWithoutReadView = new HashSet<>();
  QuietVerdict load = new Quiet();
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
  public boolean isStopRequested() {
    return isStopRequested;
  }
}
