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
  /** No end, unless it fails. */
  STREAM,
  /** Nobody knows. */
  UNKNOWN
}
