package dev.lowtide.scheduler.copy;

/** Which server it is, and where its binary log ends. */
public interface ServerLog {

  /** No two servers have the same. */
  String serverUuid();

  /**
   * Where the binary log ends now. What stands before it may not be visible yet: it is written
   * first.
   */
  BinlogPosition end();
}
