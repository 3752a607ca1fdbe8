package dev.lowtide.scheduler.binlog;

import java.io.IOException;

/** The binary log has something that we cannot read, and reading it again would not help. */
final class UnreadableException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableException(String what) {
    super("the binary log has " + what);
  }
}
