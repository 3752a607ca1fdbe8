package dev.lowtide.console;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of a list ended, as programs carry it from one answer to the next request. They make
 * none of their own, so that what is in it can change.
 */
final class Cursor {

  /** A name of ours, and a number. */
  private static final Pattern TEXT = Pattern.compile("([a-z]{1,20}) (\\d{1,18})");

  private Cursor() {}

  /** Behind the row with this number. */
  static String behind(String list, long number) {
    byte[] text = (list + " " + number).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /** The number of the row that a page ended with. */
  static long number(String list, String cursor) {
    Matcher matcher = TEXT.matcher(text(cursor));
    if (!matcher.matches() || !matcher.group(1).equals(list)) {
      throw new IllegalArgumentException(
          "cursor: '" + cursor + "' (expected: one that a Link of " + list + " had)");
    }
    return Long.parseLong(matcher.group(2));
  }

  private static String text(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
