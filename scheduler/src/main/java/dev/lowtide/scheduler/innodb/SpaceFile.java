package dev.lowtide.scheduler.innodb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file, opened to be read at a bounded pace, with one buffer for all of it. Confined to one
 * thread.
 */
final class SpaceFile implements AutoCloseable {

  /** Where bytes come from. */
  interface Source extends AutoCloseable {
    long size() throws IOException;

    /** As {@link FileChannel#read(ByteBuffer, long)}. */
    int read(ByteBuffer into, long at) throws IOException;

    @Override
    void close() throws IOException;
  }

  private record Opened(FileChannel channel) implements Source {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      return channel.read(into, at);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /* The largest extent: 64 pages of 64 KiB. */
  private static final int READ_MAX = 4 << 20;

  private final Source source;
  private final ReadPace pace;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_MAX);
  private long bytesRead;

  SpaceFile(Source source, ReadPace pace) {
    this.source = source;
    this.pace = pace;
  }

  /**
   * A folder, a pipe or a device is not opened at all: opening a pipe would wait for its writer.
   */
  static SpaceFile open(Path file, ReadPace pace) throws IOException, UnreadableSpaceException {
    if (!Files.exists(file)) {
      throw new UnreadableSpaceException("no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new UnreadableSpaceException("not a regular file");
    }
    return new SpaceFile(new Opened(FileChannel.open(file, StandardOpenOption.READ)), pace);
  }

  long size() throws IOException {
    return source.size();
  }

  long bytesRead() {
    return bytesRead;
  }

  /** All of these bytes, valid until the next call. */
  ByteBuffer read(long at, int bytes) throws IOException, UnreadableSpaceException {
    pace.beforeReading(bytes);
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      int count = source.read(buffer, at + buffer.position());
      if (count < 0) {
        throw new UnreadableSpaceException(
            "it ends at byte "
                + (at + buffer.position())
                + " (expected: not before "
                + (at + bytes)
                + ")");
      }
      bytesRead += count;
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
