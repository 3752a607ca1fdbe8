package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.Changes;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A feed whose next changes each come after three milliseconds; without any it waits in vain. */
final class FakeFeed implements ChangeFeed {

  static final Duration EACH = Duration.ofMillis(3);
  static final BinlogPosition UP_TO = new BinlogPosition("binlog.000001", 4711);

  final Deque<Changes> changes = new ArrayDeque<>();
  Duration behind = Duration.ZERO;
  Duration takes = EACH;
  @Nullable CopyStoppedException fault;

  /** No mark comes back that has not been written. */
  LongSupplier marksWritten = () -> Long.MAX_VALUE;

  private final ScriptedPace pace;

  FakeFeed(ScriptedPace pace) {
    this.pace = pace;
  }

  void comes(long mark, String... keys) {
    Set<RowKey> rows = new java.util.HashSet<>();
    for (String key : keys) {
      rows.add(RowKey.of(key));
    }
    changes.add(new Changes(rows, UP_TO, mark));
  }

  @Override
  public Optional<Changes> take(int keysMax, Duration wait)
      throws CopyStoppedException, InterruptedException {
    if (fault != null) {
      throw fault;
    }
    Changes first = changes.peek();
    boolean isWritten = first != null && first.mark() <= marksWritten.getAsLong();
    Changes next = isWritten ? changes.poll() : null;
    pace.pause(next == null ? wait : takes);
    return Optional.ofNullable(next);
  }

  @Override
  public State state() {
    return new State(UP_TO, behind, 0);
  }

  @Override
  public void close() {}
}
