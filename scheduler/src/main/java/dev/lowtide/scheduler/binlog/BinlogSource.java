package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.CopyTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens feeds from a server's binary log. The account needs REPLICATION SLAVE, and nothing else.
 */
public final class BinlogSource implements ChangeFeed.Source {

  private static final Logger log = LoggerFactory.getLogger(BinlogSource.class);

  private final BinlogAccount account;
  private final ThreadFactory threads;
  private final Clock clock;
  private final Path spoolDirectory;
  private final long spoolBytesMax;
  private final Map<BinlogFeed, CopyTable> open = new ConcurrentHashMap<>();

  /**
   * @param threads make one thread for each feed
   * @param spoolDirectory where changes are kept that nobody takes; made when it is needed
   * @param spoolBytesMax of each feed, on disk
   */
  public BinlogSource(
      String host,
      int port,
      String user,
      String password,
      ThreadFactory threads,
      Clock clock,
      Path spoolDirectory,
      long spoolBytesMax) {
    if (spoolBytesMax <= 0) {
      throw new IllegalArgumentException("spool: " + spoolBytesMax + " bytes (expected: some)");
    }
    this.account = new BinlogAccount(host, port, user, password);
    this.threads = threads;
    this.clock = clock;
    this.spoolDirectory = spoolDirectory;
    this.spoolBytesMax = spoolBytesMax;
  }

  @Override
  public ChangeFeed open(CopyTable table, long copyId, BinlogPosition from) {
    removeLeftovers();
    Spool spool = new Spool(new SpoolFiles(spoolDirectory, spoolBytesMax), Spool.MEMORY_BYTES_MAX);
    StreamClock streamClock = new StreamClock(clock);
    BinlogReader reader =
        new BinlogReader(
            account, table, copyId, from, new SpoolSink(spool, streamClock), streamClock);
    BinlogFeed feed = new BinlogFeed(reader, spool, streamClock, from, open::remove);
    open.put(feed, table);
    feed.start(threads);
    return feed;
  }

  /**
   * How a feed is that is open.
   *
   * @param table whose changes are wanted
   * @param sinceHeard how long nothing was heard of the server, which says at least that it is
   *     there
   * @param problem why nothing comes in; empty if something does
   */
  public record Listening(String table, Duration sinceHeard, String problem) {}

  /** All feeds that are open, by their tables. Safe for any thread. */
  public List<Listening> listening() {
    return open.entrySet().stream()
        .map(
            entry ->
                new Listening(
                    entry.getValue().original().toString(),
                    entry.getKey().sinceHeard(),
                    entry.getKey().problem()))
        .sorted(Comparator.comparing(Listening::table))
        .toList();
  }

  /** They take room and do no other harm. */
  private void removeLeftovers() {
    try {
      SpoolFolder.removeLeftovers(spoolDirectory);
    } catch (IOException e) {
      log.warn("action=spool-leftovers-kept directory={} reason={}", spoolDirectory, e.toString());
    }
  }
}
