package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where transactions begin and end, and whose rows count when. Confined to the feed's thread.
 *
 * <pre>
 *   outside ──BEGIN──► inside ──XID, COMMIT, ROLLBACK──► outside     rows count at once
 *   outside ──XA START──► inside XA ──XA PREPARE──► outside          rows count at XA COMMIT
 * </pre>
 *
 * <p>A transaction comes into the binary log whole and when it commits, so its rows are told as
 * they are read. One that was rolled back is there only if it wrote to a table that cannot roll
 * back; its rows are then told in vain. Rows of an XA transaction are kept until it is decided.
 */
final class Transactions {

  /**
   * Keys of undecided XA transactions, in bytes of their texts: a sixteenth of a heap of 256 MB,
   * with what Java adds to each.
   */
  private static final long UNDECIDED_BYTES_MAX = 8 << 20;

  private final ChangeSink sink;
  private final Map<String, Prepared> undecided = new LinkedHashMap<>();
  private BinlogPosition boundary;
  private boolean isOpen;
  private @Nullable String xid;
  private Set<RowKey> xaKeys = new LinkedHashSet<>();
  private long undecidedBytes;
  private long mark;

  Transactions(BinlogPosition from, ChangeSink sink) {
    this.boundary = from;
    this.sink = sink;
  }

  /** The end of the last whole transaction: from here the log is read again after a lost link. */
  BinlogPosition boundary() {
    return boundary;
  }

  boolean isOpen() {
    return isOpen;
  }

  /** The log is read from the last boundary on: what came after it comes again. */
  void restart() {
    isOpen = false;
    forget(xaKeys);
    leaveXa();
  }

  void onBegin() {
    isOpen = true;
  }

  void onXaStart(String id) {
    isOpen = true;
    xid = id;
  }

  void onKey(RowKey key) throws InterruptedException, CopyStoppedException {
    if (xid == null) {
      sink.onKey(key);
    } else if (xaKeys.add(key)) {
      undecidedBytes += KeyText.bytes(key);
      if (undecidedBytes > UNDECIDED_BYTES_MAX) {
        throw FeedEnd.lost(
            "XA transactions that are not decided changed too many rows: their keys have "
                + undecidedBytes
                + " bytes (expected: at most "
                + UNDECIDED_BYTES_MAX
                + ")");
      }
    }
  }

  void onMark(long number) {
    mark = Math.max(mark, number);
  }

  /** XID, COMMIT or ROLLBACK, or a statement that is a transaction of its own. */
  void onEnd() {
    isOpen = false;
  }

  void onXaPrepare(boolean isOnePhase) throws InterruptedException, CopyStoppedException {
    isOpen = false;
    if (isOnePhase) {
      tell(xaKeys);
    } else if (xid != null && !xaKeys.isEmpty()) {
      undecided.put(xid, new Prepared(boundary, xaKeys));
    }
    leaveXa();
  }

  void onXaDecided(String id, boolean isCommitted)
      throws InterruptedException, CopyStoppedException {
    isOpen = false;
    Prepared prepared = undecided.remove(id);
    if (prepared != null && isCommitted) {
      tell(prepared.keys);
    } else if (prepared != null) {
      forget(prepared.keys);
    }
  }

  /** Where the transaction that is over ends in the log. */
  void onBoundary(BinlogPosition end) throws InterruptedException, CopyStoppedException {
    boundary = end;
    sink.onBoundary(resumeAt(), mark);
  }

  /** Rows of an undecided transaction must be read again by whoever begins anew. */
  private BinlogPosition resumeAt() {
    return undecided.values().stream().map(Prepared::start).findFirst().orElse(boundary);
  }

  private void tell(Collection<RowKey> keys) throws InterruptedException, CopyStoppedException {
    for (RowKey key : keys) {
      sink.onKey(key);
    }
    forget(keys);
  }

  private void forget(Collection<RowKey> keys) {
    undecidedBytes -= keys.stream().mapToLong(KeyText::bytes).sum();
  }

  private void leaveXa() {
    xid = null;
    xaKeys = new LinkedHashSet<>();
  }

  /** In the order of the log: the first has the lowest start. */
  private record Prepared(BinlogPosition start, Set<RowKey> keys) {}
}
