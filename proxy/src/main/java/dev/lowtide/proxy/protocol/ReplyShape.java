package dev.lowtide.proxy.protocol;

/** What the server answers to a command, as far as finding the end of it needs to know. */
public enum ReplyShape {
  /** Nothing at all. */
  NONE,
  /** One payload, whatever is in it. */
  ONE_PAYLOAD,
  /** OK, ERR, a request for a local file, or a result set; possibly several of them. */
  RESULT,
  /** COM_STMT_PREPARE_OK with its definitions, or ERR. */
  PREPARE,
  /** Rows up to an EOF, or ERR. */
  ROWS,
  /** An authentication exchange up to OK or ERR. */
  AUTHENTICATION,
  /** Like RESULT, but where a cursor was opened its rows come with COM_STMT_FETCH. */
  CURSOR,
  /** Events of the binary log: no end, unless it is refused or not asked to wait for more. */
  STREAM,
  /** Nobody knows. */
  UNKNOWN
}
