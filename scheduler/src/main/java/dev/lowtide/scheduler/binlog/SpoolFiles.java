package dev.lowtide.scheduler.binlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Batches on disk, first in, first out. What was read is deleted a file at a time, so that a queue
 * that is never empty does not grow.
 */
final class SpoolFiles implements Closeable {

  /** A sixteenth of the bound: so much of what was read may still be on the disk. */
  private static final int FILES_MAX = 16;

  private final Path directory;
  private final long bytesMax;
  private final Deque<SpoolFile> files = new ArrayDeque<>();
  private @Nullable SpoolFolder folder;
  private long filesMade;
  private long bytes;

  /** Nothing is made before it is needed. */
  SpoolFiles(Path directory, long bytesMax) {
    this.directory = directory;
    this.bytesMax = bytesMax;
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  boolean isFull() {
    return bytes >= bytesMax;
  }

  long bytes() {
    return bytes;
  }

  void append(Batch batch) throws IOException {
    SpoolFile last = files.peekLast();
    if (last == null || last.bytes() >= bytesMax / FILES_MAX) {
      last = new SpoolFile(folder().file(filesMade++ + ".spool"));
      files.add(last);
    }
    bytes -= last.bytes();
    last.append(batch);
    bytes += last.bytes();
  }

  private SpoolFolder folder() throws IOException {
    SpoolFolder ours = folder == null ? SpoolFolder.open(directory) : folder;
    folder = ours;
    return ours;
  }

  @Nullable Batch poll() throws IOException {
    SpoolFile first = files.peekFirst();
    if (first == null) {
      return null;
    }
    Batch batch = first.read();
    if (first.isReadToTheEnd()) {
      files.removeFirst();
      bytes -= first.bytes();
      first.close();
    }
    return batch;
  }

  @Override
  public void close() throws IOException {
    for (SpoolFile file : files) {
      file.close();
    }
    files.clear();
    bytes = 0;
    if (folder != null) {
      folder.close();
    }
  }
}
