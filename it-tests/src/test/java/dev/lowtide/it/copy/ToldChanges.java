package dev.lowtide.it.copy;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.Changes;
import dev.lowtide.scheduler.copy.RowKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Changes that the writers themselves tell of: while they are at it, and when they are done. More
 * is told than happens, which does no harm; and whatever has happened when somebody takes is told.
 */
final class ToldChanges implements ChangeFeed {

  static final BinlogPosition SOMEWHERE = new BinlogPosition("binlog.000001", 4);

  private final Queue<RowKey> done = new ConcurrentLinkedQueue<>();
  private final Queue<RowKey> atWork = new ConcurrentLinkedQueue<>();

  void tell(long id) {
    done.add(RowKey.of(String.valueOf(id)));
  }

  void begin(long id) {
    atWork.add(RowKey.of(String.valueOf(id)));
  }

  void end(long id) {
    tell(id);
    atWork.remove(RowKey.of(String.valueOf(id)));
  }

  @Override
  public Optional<Changes> take(int keysMax, Duration wait) {
    Set<RowKey> keys = new HashSet<>(List.copyOf(atWork));
    RowKey key = done.poll();
    while (key != null) {
      keys.add(key);
      key = done.poll();
    }
    return Optional.of(new Changes(keys, SOMEWHERE, Long.MAX_VALUE));
  }

  @Override
  public State state() {
    return new State(SOMEWHERE, Duration.ZERO, 0);
  }

  @Override
  public void close() {}
}
