package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts changes together and brings them to the spool. Confined to the feed's thread. */
final class SpoolSink implements ChangeSink {

  private final Spool spool;
  private final StreamClock clock;
  private Set<RowKey> keys = new LinkedHashSet<>();
  private long mark;

  SpoolSink(Spool spool, StreamClock clock) {
    this.spool = spool;
    this.clock = clock;
  }

  @Override
  public void onKey(RowKey key) throws CopyStoppedException, InterruptedException {
    keys.add(key);
    if (keys.size() >= Batch.KEYS_MAX) {
      put(null);
    }
  }

  @Override
  public void onBoundary(BinlogPosition resumeAt, long highestMark)
      throws CopyStoppedException, InterruptedException {
    mark = highestMark;
    put(resumeAt);
  }

  private void put(@Nullable BinlogPosition resumeAt)
      throws CopyStoppedException, InterruptedException {
    Batch batch = new Batch(keys, resumeAt, mark, clock.committedAt());
    keys = new LinkedHashSet<>();
    try {
      spool.put(batch);
    } catch (IOException e) {
      throw FeedEnd.broken("changes cannot be kept in the spool: " + e);
    }
  }
}
