package dev.lowtide.proxy.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds in a text where tokens and comments end. Total: wherever it stands, each step moves on.
 *
 * <p>"SQL Language Structure: Comments" and "Literal Values" in the server's manual.
 */
final class SqlScanner {

  private final String sql;
  private final Reading reading;

  private int index;
  private boolean isInVersionComment;
  private boolean hasVersionComments;
  private boolean hasBackslashInDoubleQuotes;

  SqlScanner(String sql, Reading reading) {
    this.sql = sql;
    this.reading = reading;
  }

  int index() {
    return index;
  }

  boolean isAtEnd() {
    return index >= sql.length();
  }

  /** Other ways to read the text, as far as it has been read in this one. */
  List<Reading> alternatives() {
    List<Reading> alternatives = new ArrayList<>(2);
    if (hasBackslashInDoubleQuotes) {
      alternatives.add(reading.withAnsiQuotes());
    }
    if (hasVersionComments) {
      alternatives.add(reading.withoutVersionComments());
    }
    return alternatives;
  }

  /** Where the next token begins; the scanner stays where it is. */
  int peek() {
    int here = index;
    boolean wasInVersionComment = isInVersionComment;
    skipSpaceAndComments();
    int next = index;
    index = here;
    isInVersionComment = wasInVersionComment;
    return next;
  }

  void skipSpaceAndComments() {
    while (index < sql.length()) {
      char c = sql.charAt(index);
      if (c <= ' ') {
        index++;
      } else if (c == '#' || isDashComment()) {
        skipLine();
      } else if (sql.startsWith("/*", index)) {
        skipOrEnterComment();
      } else if (isInVersionComment && sql.startsWith("*/", index)) {
        isInVersionComment = false;
        index += 2;
      } else {
        return;
      }
    }
  }

  /** Two dashes open a comment only with space, or nothing, behind them. */
  private boolean isDashComment() {
    return sql.startsWith("--", index)
        && (index + 2 == sql.length() || sql.charAt(index + 2) <= ' ');
  }

  private void skipLine() {
    int newline = sql.indexOf('\n', index);
    index = newline < 0 ? sql.length() : newline + 1;
  }

  private void skipOrEnterComment() {
    int inside = index + 2;
    boolean isMariaDb = sql.startsWith("M!", inside);
    if (isMariaDb || sql.startsWith("!", inside)) {
      hasVersionComments = true;
      index = inside + (isMariaDb ? 2 : 1);
      enterOrSkipVersionComment();
      return;
    }
    int close = sql.indexOf("*/", inside);
    index = close < 0 ? sql.length() : close + 2;
  }

  private void enterOrSkipVersionComment() {
    if (reading.isWithoutVersionComments()) {
      skipVersionComment();
    } else {
      skipDigits();
      isInVersionComment = true;
    }
  }

  /** A server that takes one for a comment knows of comments inside it, but not of quotes. */
  private void skipVersionComment() {
    int depth = 1;
    while (depth > 0 && index < sql.length()) {
      boolean isClose = sql.startsWith("*/", index);
      boolean isOpen = sql.startsWith("/*", index);
      depth += isOpen ? 1 : isClose ? -1 : 0;
      index += isOpen || isClose ? 2 : 1;
    }
  }

  void skipSymbol() {
    index++;
  }

  /** Moves behind what stands between two such quotes; a quote that never ends takes the rest. */
  void skipQuoted(char quote) {
    boolean isDouble = quote == '"';
    boolean isEscaping =
        quote != '`' && reading.hasBackslashEscapes() && !(isDouble && reading.hasAnsiQuotes());
    index++;
    while (index < sql.length()) {
      char c = sql.charAt(index++);
      if (c == '\\' && isEscaping) {
        hasBackslashInDoubleQuotes |= isDouble;
        index = Math.min(index + 1, sql.length());
      } else if (c == quote) {
        if (index >= sql.length() || sql.charAt(index) != quote) {
          return;
        }
        index++;
      }
    }
  }

  /**
   * Moves behind a word or a number. Names may begin with a digit, so only the whole run tells one
   * from the other; behind a dot or an @ there are only names.
   */
  Token skipWordOrNumber(boolean isBehindDotOrAt) {
    int start = index;
    boolean hasRadix = sql.startsWith("0x", index) || sql.startsWith("0b", index);
    boolean isDecimal = true;
    boolean isNumber = isDigit(sql.charAt(index));
    while (index < sql.length() && isWordCharacter(sql.charAt(index))) {
      char c = sql.charAt(index++);
      isDecimal &= isDigit(c);
      isNumber &= isDigit(c) || hasRadix || c == 'e' || c == 'E';
    }
    if (isDecimal && index > start && !isBehindDotOrAt && !isAtEnd() && sql.charAt(index) == '.') {
      skipFraction();
    }
    return isNumber ? Token.NUMBER : Token.WORD;
  }

  /** The dot of a number is none between names: in {@code 1.FROM t} a clause begins. */
  private void skipFraction() {
    index++;
    skipDigits();
    boolean isExponent = sql.startsWith("e", index) || sql.startsWith("E", index);
    if (isExponent && index + 1 < sql.length() && isDigit(sql.charAt(index + 1))) {
      index++;
      skipDigits();
    }
  }

  private void skipDigits() {
    while (index < sql.length() && isDigit(sql.charAt(index))) {
      index++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }
}
