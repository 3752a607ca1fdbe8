package dev.lowtide.scheduler.shrink;

/**
 * Bytes that a run has the server move, besides those of clients.
 *
 * @param read of the old table and the new one; less where the buffer pool has them
 * @param written to the new table, the doublewrite buffer and the redo log
 * @param logged to the binary log, which replicas read once more
 */
public record IoCost(ByteSize read, ByteSize written, ByteSize logged) {

  public static final IoCost NONE = new IoCost(ByteSize.ZERO, ByteSize.ZERO, ByteSize.ZERO);

  @Override
  public String toString() {
    return read + " read, " + written + " written, " + logged + " to the binary log";
  }
}
