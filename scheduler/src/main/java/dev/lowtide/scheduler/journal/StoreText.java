package dev.lowtide.scheduler.journal;

/** Words as every kind of store keeps them. */
final class StoreText {

  /** Of the columns for reasons and texts; the log has longer ones whole. */
  static final int LONG = 4000;

  /** Of the columns for names. */
  static final int NAME = 64;

  private StoreText() {}

  /** Whether there can be such a text in a store at all; PostgreSQL fails if it is asked. */
  static boolean canBeFound(String text) {
    return text.indexOf('\0') < 0;
  }

  /** Without a character that has the number 0, and cut where it is too long, not within one. */
  static String of(String text, int max) {
    String kept = text.replace('\0', '␀');
    if (kept.length() <= max) {
      return kept;
    }
    int end = Character.isHighSurrogate(kept.charAt(max - 2)) ? max - 2 : max - 1;
    return kept.substring(0, end) + "…";
  }
}
