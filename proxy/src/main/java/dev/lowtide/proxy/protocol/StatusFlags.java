package dev.lowtide.proxy.protocol;

/** The server's word on a session, at the end of every result ("SERVER_STATUS_flags_enum"). */
public record StatusFlags(int bits) {

  private static final int SERVER_STATUS_IN_TRANS = 0x0001;
  private static final int SERVER_STATUS_AUTOCOMMIT = 0x0002;
  private static final int SERVER_MORE_RESULTS_EXISTS = 0x0008;
  private static final int SERVER_STATUS_CURSOR_EXISTS = 0x0040;
  private static final int SERVER_STATUS_LAST_ROW_SENT = 0x0080;
  private static final int SERVER_STATUS_NO_BACKSLASH_ESCAPES = 0x0200;
  private static final int SERVER_SESSION_STATE_CHANGED = 0x4000;

  /** What a session starts with unless the server says otherwise. */
  public static final StatusFlags INITIAL = new StatusFlags(SERVER_STATUS_AUTOCOMMIT);

  public boolean isInTransaction() {
    return has(SERVER_STATUS_IN_TRANS);
  }

  public boolean isAutocommit() {
    return has(SERVER_STATUS_AUTOCOMMIT);
  }

  public boolean hasMoreResults() {
    return has(SERVER_MORE_RESULTS_EXISTS);
  }

  public boolean hasCursor() {
    return has(SERVER_STATUS_CURSOR_EXISTS);
  }

  /** The fetch that this ends has brought the last row, and closed the cursor. */
  public boolean hasLastRowSent() {
    return has(SERVER_STATUS_LAST_ROW_SENT);
  }

  public boolean hasNoBackslashEscapes() {
    return has(SERVER_STATUS_NO_BACKSLASH_ESCAPES);
  }

  public boolean isSessionStateChanged() {
    return has(SERVER_SESSION_STATE_CHANGED);
  }

  private boolean has(int flag) {
    return (bits & flag) != 0;
  }
}
