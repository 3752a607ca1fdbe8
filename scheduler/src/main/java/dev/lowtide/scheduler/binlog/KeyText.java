package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.RowKey;

/** How much room keys take. */
final class KeyText {

  private KeyText() {}

  /** Digits, points and hexadecimal: a byte a character. */
  static long bytes(RowKey key) {
    long bytes = 0;
    for (String value : key.values()) {
      bytes += value.length();
    }
    return bytes;
  }
}
