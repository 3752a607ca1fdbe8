package dev.lowtide.scheduler.copy;

import java.util.OptionalLong;

/**
 * What a copy takes of the server's disk.
 *
 * @param free bytes where the server's data lies; empty where that cannot be seen
 * @param shadow bytes of the shadow's files
 * @param log bytes that the binary log has grown by since the copy began
 */
public record DiskUse(OptionalLong free, long shadow, long log) {

  /** Where it is asked for. */
  @FunctionalInterface
  public interface Source {
    DiskUse read();
  }
}
