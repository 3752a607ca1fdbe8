package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.List;

/**
 * The files of the server's binary log, the oldest first.
 *
 * @param expiresAfter a file that was closed so long ago may be removed; zero for never
 */
public record LogFiles(List<File> files, Duration expiresAfter) {

  /** One of them, such as binlog.000017. */
  public record File(String name, long bytes) {}

  /** Where they are asked for. */
  @FunctionalInterface
  public interface Source {
    LogFiles read();
  }

  public LogFiles {
    files = List.copyOf(files);
  }

  public boolean has(String name) {
    return files.stream().anyMatch(file -> file.name().equals(name));
  }

  /** Bytes that were written since a position, as far as its file is still there. */
  public long bytesSince(BinlogPosition position) {
    long bytes = 0;
    for (File file : files) {
      int order =
          new BinlogPosition(file.name(), 0).compareTo(new BinlogPosition(position.file(), 0));
      bytes += order < 0 ? 0 : order == 0 ? file.bytes() - position.offset() : file.bytes();
    }
    return Math.max(0, bytes);
  }
}
