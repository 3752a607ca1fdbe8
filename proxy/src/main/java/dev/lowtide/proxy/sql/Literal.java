package dev.lowtide.proxy.sql;

/** What a string between quotes stands for ("String Literals" in the server's manual). */
final class Literal {

  private Literal() {}

  static String value(String text, Reading reading) {
    char quote = text.charAt(0);
    int end = text.length() > 1 && text.charAt(text.length() - 1) == quote ? 1 : 0;
    String inside = text.substring(1, text.length() - end);
    StringBuilder value = new StringBuilder(inside.length());
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      boolean isLast = i + 1 == inside.length();
      if (c == '\\' && reading.hasBackslashEscapes() && !isLast) {
        unescape(inside.charAt(++i), value);
      } else {
        value.append(c);
        i += c == quote && !isLast && inside.charAt(i + 1) == quote ? 1 : 0;
      }
    }
    return value.toString();
  }

  private static void unescape(char c, StringBuilder value) {
    switch (c) {
      case '0' -> value.append('\0');
      case 'b' -> value.append('\b');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'Z' -> value.append('\u001A');
      case '%', '_' -> value.append('\\').append(c);
      default -> value.append(c);
    }
  }
}
