package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.Changes;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads the binary log into a spool, and what is taken out of it. {@link #take} is
 * confined to the taker's thread; the rest is safe for any.
 */
final class BinlogFeed implements ChangeFeed {

  private static final Logger log = LoggerFactory.getLogger(BinlogFeed.class);

  /** Connecting is what takes longest of all that cannot be interrupted. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final BinlogReader reader;
  private final Spool spool;
  private final StreamClock clock;
  private final Consumer<BinlogFeed> onClosed;
  private @Nullable Thread thread;

  /** Out of the spool, and not handed over yet. */
  private Set<RowKey> keys = new HashSet<>();

  private BinlogPosition upTo;
  private long mark;

  BinlogFeed(
      BinlogReader reader,
      Spool spool,
      StreamClock clock,
      BinlogPosition from,
      Consumer<BinlogFeed> onClosed) {
    this.onClosed = onClosed;
    this.reader = reader;
    this.spool = spool;
    this.clock = clock;
    this.upTo = from;
  }

  void start(ThreadFactory threads) {
    Thread made = threads.newThread(this::read);
    thread = made;
    made.start();
  }

  private void read() {
    try {
      reader.run();
    } catch (CopyStoppedException e) {
      log.info("action=binlog-feed-ended fate={} reason={}", e.fate(), e.text());
      spool.end(e);
    } catch (InterruptedException e) {
      spool.end(FeedEnd.broken("the thread that reads the binary log was interrupted"));
    } catch (RuntimeException | Error e) {
      log.error("action=binlog-feed-broken", e);
      spool.end(FeedEnd.broken("reading the binary log failed: " + e));
    }
  }

  @Override
  public Optional<Changes> take(int keysMax, Duration wait)
      throws CopyStoppedException, InterruptedException {
    try {
      return collect(keysMax, wait);
    } catch (IOException e) {
      throw FeedEnd.broken("changes cannot be read from the spool: " + e);
    }
  }

  /**
   * Whole transactions, unless one of them has by itself more keys than are wanted: its keys are
   * told in parts, and its end with the last of them.
   */
  private Optional<Changes> collect(int keysMax, Duration wait)
      throws IOException, CopyStoppedException, InterruptedException {
    Batch batch = spool.poll(wait);
    while (batch != null) {
      add(batch);
      boolean isWhole = batch.resumeAt() != null;
      if (keys.size() >= (isWhole ? keysMax : 2L * keysMax)) {
        return Optional.of(handOver());
      }
      batch = isWhole ? spool.pollNow() : spool.poll(wait);
      if (batch == null && isWhole) {
        return Optional.of(handOver());
      }
    }
    return Optional.empty();
  }

  private void add(Batch batch) {
    keys.addAll(batch.keys());
    if (batch.resumeAt() != null) {
      upTo = batch.resumeAt();
      mark = batch.mark();
    }
  }

  private Changes handOver() {
    Changes changes = new Changes(keys, upTo, mark);
    keys = new HashSet<>();
    return changes;
  }

  @Override
  public State state() {
    OptionalLong oldest = spool.oldestSince();
    Duration behind = clock.behind(oldest.orElseGet(clock::committedAt), oldest.isPresent());
    return new State(reader.received(), behind, spool.bytesOnDisk(), trouble());
  }

  /** How long nothing was heard of the server. */
  Duration sinceHeard() {
    return clock.sinceHeard();
  }

  /** Why nothing comes in, or is known to; empty if something does, or there is nothing. */
  String problem() {
    String trouble = trouble();
    return trouble.isEmpty() && clock.isSilent() ? "nothing is heard of it" : trouble;
  }

  private String trouble() {
    return spool.isFull()
        ? "the spool is full (" + spool.bytesOnDisk() + " bytes): nothing more is read"
        : reader.trouble();
  }

  @Override
  public void close() {
    onClosed.accept(this);
    try {
      reader.close();
      spool.close();
    } catch (IOException e) {
      log.warn("action=binlog-feed-not-closed reason={}", e.toString());
    }
    awaitEnd();
  }

  private void awaitEnd() {
    Thread reading = thread;
    if (reading == null) {
      return;
    }
    reading.interrupt();
    try {
      reading.join(CLOSE_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
