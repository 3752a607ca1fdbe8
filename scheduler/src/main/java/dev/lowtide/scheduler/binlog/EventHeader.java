package dev.lowtide.scheduler.binlog;

import java.io.IOException;

/**
 * What every event begins with.
 *
 * @param seconds since 1970, of the server's clock or of whoever set it in a session
 * @param size of the whole event in bytes, this header and a checksum counted
 * @param next where the next event is in the file, as far as 32 bits hold it; 0 for events that are
 *     in no file
 */
record EventHeader(long seconds, int type, long size, long next, int flags) {

  static final int BYTES = 19;

  static final int QUERY = 2;
  static final int STOP = 3;
  static final int ROTATE = 4;
  static final int FORMAT_DESCRIPTION = 15;
  static final int XID = 16;
  static final int EXECUTE_LOAD_QUERY = 18;
  static final int TABLE_MAP = 19;
  static final int WRITE_ROWS_V1 = 23;
  static final int UPDATE_ROWS_V1 = 24;
  static final int DELETE_ROWS_V1 = 25;
  static final int INCIDENT = 26;
  static final int HEARTBEAT = 27;
  static final int WRITE_ROWS = 30;
  static final int UPDATE_ROWS = 31;
  static final int DELETE_ROWS = 32;
  static final int GTID = 33;
  static final int ANONYMOUS_GTID = 34;
  static final int XA_PREPARE = 38;
  static final int PARTIAL_UPDATE_ROWS = 39;
  static final int TRANSACTION_PAYLOAD = 40;
  static final int HEARTBEAT_V2 = 41;
  static final int GTID_TAGGED = 42;

  /** Made for the stream; in no file. */
  private static final int ARTIFICIAL = 0x20;

  /** Whoever does not know it may leave it out. */
  private static final int IGNORABLE = 0x80;

  static EventHeader read(EventBody bytes) throws IOException {
    long seconds = bytes.u32();
    int type = bytes.u8();
    bytes.skip(4);
    return new EventHeader(seconds, type, bytes.u32(), bytes.u32(), bytes.u16());
  }

  boolean isArtificial() {
    return (flags & ARTIFICIAL) != 0;
  }

  boolean isIgnorable() {
    return (flags & IGNORABLE) != 0;
  }

  boolean isHeartbeat() {
    return type == HEARTBEAT || type == HEARTBEAT_V2;
  }
}
