package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyParts;
import dev.lowtide.scheduler.copy.CopyProgress;
import dev.lowtide.scheduler.copy.CopySession;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.LongWork;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.copy.ShadowTables;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.copy.Throttle;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A copy of three rows, in which whatever was committed comes back through the log in a moment. */
final class FakeCopyTools implements CopyTools, CopySession, Throttle {

  static final String OWNER = "run 1";

  final FakeCopyTarget target;
  final FakeComparison comparison;
  final FakeSwapServer server;
  final FakeSwapSession swapSession;
  final FakeFeed feed;
  Duration logTakes = Duration.ZERO;
  String standstill = "";
  boolean isPaused;
  Runnable onChunk = () -> {};
  @Nullable RuntimeException noSwapSession;

  private final ScriptedPace pace;
  private long marks;

  FakeCopyTools(ScriptedPace pace, Chronicle chronicle) {
    this.pace = pace;
    target = new FakeCopyTarget(SwapScenario.TABLE, chronicle);
    comparison = new FakeComparison(chronicle);
    server = new FakeSwapServer(chronicle);
    swapSession = new FakeSwapSession(pace, chronicle);
    feed = new FakeFeed(pace);
    swapSession.meanwhile.put("mark", () -> feed.comes(swapSession.marks + 1));
  }

  @Override
  public String owner(RunId run) {
    return OWNER;
  }

  @Override
  public TableCopy copy(ShrinkPlan plan, CopyProgress progress) {
    return new TableCopy(
        new CopyParts(
            target,
            target,
            target,
            (table, id) -> this,
            (table, id, from) -> feed,
            copy -> target,
            FakeCopyTools::inline,
            this,
            progress,
            new dev.lowtide.scheduler.copy.Pace() {
              @Override
              public long nanos() {
                return pace.nanos();
              }

              @Override
              public void pause(Duration duration) throws InterruptedException {
                pace.pause(duration);
              }
            }));
  }

  private static <T> LongWork<T> inline(LongWork.Work<T> work) {
    return within -> Optional.of(work.run());
  }

  @Override
  public ShadowTables shadows() {
    return target;
  }

  @Override
  public Throttle throttle() {
    return this;
  }

  @Override
  public Comparison comparison(CopyTable table) {
    return comparison;
  }

  @Override
  public SwapSession swapSession(CopyTable table, long copyId) {
    if (noSwapSession != null) {
      throw noSwapSession;
    }
    swapSession.marks = marks;
    return swapSession;
  }

  @Override
  public SwapServer swapServer(CopyTable table, long copyId) {
    return server;
  }

  @Override
  public long threadId() {
    return 42;
  }

  @Override
  public boolean areOthersAtWork() {
    return false;
  }

  @Override
  public Set<String> preparedXa() {
    return Set.of();
  }

  @Override
  public Chunk copy(@Nullable RowKey after, int rowsMax, long bytesMax) {
    onChunk.run();
    return after == null ? new Chunk(RowKey.of("3"), 3, 30, false) : new Chunk(null, 0, 0, true);
  }

  @Override
  public void apply(Collection<RowKey> keys, BinlogPosition upTo) {}

  @Override
  public long mark() {
    marks = Math.max(marks, swapSession.marks) + 1;
    long mark = marks;
    if (logTakes.isZero()) {
      feed.comes(mark);
    } else {
      pace.in(logTakes, () -> feed.comes(mark));
    }
    return mark;
  }

  @Override
  public void close() {}

  @Override
  public Optional<String> standstill() {
    return standstill.isEmpty() ? Optional.empty() : Optional.of(standstill);
  }

  @Override
  public boolean isPaused() {
    return isPaused;
  }

  @Override
  public Duration chunkTime() {
    return Duration.ofMillis(100);
  }

  @Override
  public Duration restAfter(Duration worked) {
    return Duration.ZERO;
  }
}
