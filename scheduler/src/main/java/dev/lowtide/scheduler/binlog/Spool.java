package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Changes that came in and are not taken: some in memory, more on disk, and no more than that:
 * whoever brings them waits. Safe for any thread; one brings, one takes.
 *
 * <p>The oldest are in memory, then come those on disk, and the newest is a batch that still grows:
 * thousands of small transactions take no more room than their keys.
 */
final class Spool implements Closeable {

  /** A sixteenth of a heap of 256 MB. */
  static final long MEMORY_BYTES_MAX = 16 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Batch> memory = new ArrayDeque<>();
  private final long memoryBytesMax;
  private final SpoolFiles files;
  private long memoryBytes;
  private @Nullable Batch newest;
  private boolean isWaitedFor;
  private boolean isClosed;
  private @Nullable CopyStoppedException end;

  Spool(SpoolFiles files, long memoryBytesMax) {
    this.files = files;
    this.memoryBytesMax = memoryBytesMax;
  }

  /** Adds a batch; waits while there is no room. */
  void put(Batch batch) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      if (isClosed) {
        return;
      }
      add(batch);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws InterruptedException {
    isWaitedFor = files.isFull();
    while (files.isFull() && !isClosed) {
      changed.await();
    }
    isWaitedFor = false;
  }

  private void add(Batch batch) throws IOException {
    Batch last = newest;
    if (last == null) {
      newest = batch;
    } else if (last.canGrowBy(batch)) {
      newest = last.grownBy(batch);
    } else {
      store(last);
      newest = batch;
    }
  }

  private void store(Batch batch) throws IOException {
    if (files.isEmpty() && memoryBytes < memoryBytesMax) {
      memory.add(batch);
      memoryBytes += batch.memoryBytes();
    } else {
      files.append(batch);
    }
  }

  /** No batch comes after those that are there. */
  void end(CopyStoppedException why) {
    lock.lock();
    try {
      if (end == null) {
        end = why;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next batch.
   *
   * @return null if none came in time
   * @throws CopyStoppedException if none will come any more
   */
  @Nullable Batch poll(Duration wait)
      throws IOException, InterruptedException, CopyStoppedException {
    lock.lockInterruptibly();
    try {
      long nanos = wait.toNanos();
      while (isEmpty() && end == null && !isClosed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (isEmpty() && end != null) {
        throw end;
      }
      return remove();
    } finally {
      lock.unlock();
    }
  }

  /** The next batch if there is one, whether more will come or not. */
  @Nullable Batch pollNow() throws IOException {
    lock.lock();
    try {
      return remove();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Batch remove() throws IOException {
    Batch batch = memory.poll();
    if (batch == null) {
      batch = newest;
      newest = null;
    } else {
      memoryBytes -= batch.memoryBytes();
      readAhead();
    }
    changed.signalAll();
    return batch;
  }

  /** The oldest is always in memory: so it is known how old it is. */
  private void readAhead() throws IOException {
    Batch batch = memory.isEmpty() ? files.poll() : null;
    if (batch != null) {
      memory.add(batch);
      memoryBytes += batch.memoryBytes();
    }
  }

  private boolean isEmpty() {
    return memory.isEmpty() && newest == null;
  }

  /** When the oldest change that waits was committed; nothing if none waits. */
  OptionalLong oldestSince() {
    lock.lock();
    try {
      Batch oldest = memory.isEmpty() ? newest : memory.peek();
      return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.since());
    } finally {
      lock.unlock();
    }
  }

  long bytesOnDisk() {
    lock.lock();
    try {
      return files.bytes();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something that came in waits for room. */
  boolean isFull() {
    lock.lock();
    try {
      return isWaitedFor;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      isClosed = true;
      memory.clear();
      newest = null;
      files.close();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
