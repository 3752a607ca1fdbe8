package dev.lowtide.scheduler.binlog;

import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyTable;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the binary log until it is closed or cannot go on; a link that is lost is made again, and
 * the log read from the last whole transaction on. Confined to the feed's thread, but for {@link
 * #close()} and what says how it stands.
 */
final class BinlogReader implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(BinlogReader.class);

  /** Servers that people number themselves are rarely found among the upper half. */
  private static final long SERVER_ID_MIN = 1L << 31;

  /** ER_MASTER_FATAL_ERROR_READING_BINLOG: the log is not there, or not as far, or damaged. */
  private static final int FATAL = 1236;

  /** With the same number: somebody else follows as the replica that we said we are. */
  private static final String SAME_REPLICA = "server_uuid/server_id";

  /** Access denied, in all ways that trying again does not change. */
  private static final Set<Integer> DENIED = Set.of(1044, 1045, 1130, 1227, 1251, 1698, 1820, 3118);

  private final BinlogAccount account;
  private final StreamClock clock;
  private final CopyTable table;
  private final long copyId;
  private final Transactions transactions;
  private final ReconnectPace pace = new ReconnectPace();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String replicaUuid = UUID.randomUUID().toString();
  private volatile BinlogPosition received;
  private volatile String trouble = "";
  private volatile @Nullable BinlogLink link;
  private String serverUuid = "";
  private String file = "";
  private long fileCreated;

  BinlogReader(
      BinlogAccount account,
      CopyTable table,
      long copyId,
      BinlogPosition from,
      ChangeSink sink,
      StreamClock clock) {
    this.account = account;
    this.table = table;
    this.copyId = copyId;
    this.clock = clock;
    this.received = from;
    this.transactions = new Transactions(from, sink);
  }

  BinlogPosition received() {
    return received;
  }

  /** Why nothing comes in; empty if something does. */
  String trouble() {
    return trouble;
  }

  /** Returns when it is closed, else says why it ends. */
  void run() throws CopyStoppedException, InterruptedException {
    while (!isClosed()) {
      try {
        follow();
      } catch (UnreadableException e) {
        throw FeedEnd.lost(String.valueOf(e.getMessage()));
      } catch (ServerException e) {
        onServerError(e);
      } catch (IOException e) {
        onLinkLost(e);
      }
      closed.await(pace.next().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void follow() throws IOException, InterruptedException, CopyStoppedException {
    try (BinlogLink opened = BinlogLink.open(account)) {
      link = opened;
      Events events = greet(opened);
      transactions.restart();
      EventStream stream = opened.follow(transactions.boundary(), randomServerId(), replicaUuid);
      while (!isClosed()) {
        readEvent(stream, events);
      }
    } finally {
      link = null;
    }
  }

  private Events greet(BinlogLink opened) throws IOException, CopyStoppedException {
    List<String> facts =
        opened.ask(
            "SELECT @@server_uuid, @@lower_case_table_names,"
                + " CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)");
    clock.onServerTime(Long.parseLong(facts.get(2)));
    requireSame(facts.get(0));
    boolean isCaseFolded = !facts.get(1).equals("0");
    return new Events(
        table, transactions, new RowEvents(table, copyId, isCaseFolded, transactions));
  }

  private void requireSame(String uuid) throws CopyStoppedException {
    if (!serverUuid.isEmpty() && !serverUuid.equals(uuid)) {
      throw FeedEnd.lost(
          "the server is another one now: server_uuid " + uuid + " (expected: " + serverUuid + ")");
    }
    serverUuid = uuid;
  }

  private static long randomServerId() {
    return ThreadLocalRandom.current().nextLong(SERVER_ID_MIN, SERVER_ID_MIN * 2 - 1);
  }

  private void readEvent(EventStream stream, Events events)
      throws IOException, InterruptedException, CopyStoppedException {
    EventHeader header = stream.next();
    clock.on(header, stream.body());
    boolean isBoundary = events.on(header, stream.body());
    stream.finish();
    if (header.type() == EventHeader.FORMAT_DESCRIPTION) {
      requireSameFile(stream.position().file(), header.seconds());
    }
    onReceived(stream.position());
    boolean isNewFile = header.type() == EventHeader.ROTATE && !transactions.isOpen();
    if (isBoundary || (isNewFile && !stream.position().equals(transactions.boundary()))) {
      transactions.onBoundary(stream.position());
    }
  }

  private void onReceived(BinlogPosition position) {
    received = position;
    if (!trouble.isEmpty()) {
      log.info("action=binlog-followed-again table={} position={}", table.original(), position);
      trouble = "";
    }
    pace.onSuccess();
  }

  /** Each file begins with when it was begun. RESET makes files of the same names anew. */
  private void requireSameFile(String name, long created) throws CopyStoppedException {
    if (name.equals(file) && created != fileCreated) {
      throw FeedEnd.lost("the binary log was begun anew: " + name + " is another file now");
    }
    file = name;
    fileCreated = created;
  }

  private void onServerError(ServerException e) throws CopyStoppedException {
    String text = "error " + e.getErrorCode() + ": " + e.getMessage();
    if (e.getErrorCode() == FATAL && !String.valueOf(e.getMessage()).contains(SAME_REPLICA)) {
      throw FeedEnd.lost("the binary log cannot be read on from " + received + ": " + text);
    }
    if (DENIED.contains(e.getErrorCode())) {
      throw FeedEnd.refused("the binary log may not be read by " + account + ": " + text);
    }
    onLinkLost(e);
  }

  private void onLinkLost(IOException e) {
    if (!isClosed() && trouble.isEmpty()) {
      log.warn("action=binlog-link-lost table={} reason={}", table.original(), e.toString());
    }
    trouble = "the link to the server's binary log is lost: " + e.getMessage();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    BinlogLink open = link;
    if (open != null) {
      open.close();
    }
  }
}
