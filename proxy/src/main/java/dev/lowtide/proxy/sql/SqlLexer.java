package dev.lowtide.proxy.sql;

import java.util.Locale;

/**
 * Cuts a statement into tokens. Total: every text has tokens, and each step moves on.
 *
 * <p>Comments are skipped, the insides of version comments read as SQL, as the server does ("SQL
 * Language Structure: Comments" in its manual). A quote that never ends takes the rest.
 */
final class SqlLexer {

  private final String sql;
  private final boolean hasBackslashEscapes;

  private final DigestBuilder digest = new DigestBuilder();

  private Token token = Token.END;
  private int start;
  private int end;
  private boolean isInVersionComment;

  SqlLexer(String sql, boolean hasBackslashEscapes) {
    this.sql = sql;
    this.hasBackslashEscapes = hasBackslashEscapes;
  }

  Token next() {
    skipSpaceAndComments();
    start = end;
    if (end >= sql.length()) {
      token = Token.END;
      return token;
    }
    char c = sql.charAt(end);
    token =
        switch (c) {
          case '`' -> quoted('`', false, Token.NAME);
          case '"' -> quoted('"', hasBackslashEscapes, Token.DOUBLE_QUOTED);
          case '\'' -> quoted('\'', hasBackslashEscapes, Token.STRING);
          default -> isWordCharacter(c) ? wordOrNumber() : symbol();
        };
    digest.add(token, sql, start, end);
    return token;
  }

  /** The tokens so far, without literals. */
  String digest() {
    return digest.build();
  }

  Token token() {
    return token;
  }

  /** The token's text as it stands. */
  String text() {
    return sql.substring(start, end);
  }

  /** A name's value: a word as it stands, a quoted name without its quotes. */
  String name() {
    if (token == Token.WORD || token == Token.NUMBER) {
      return text();
    }
    String quote = sql.substring(start, start + 1);
    boolean isClosed = end - start > 1 && sql.startsWith(quote, end - 1);
    return sql.substring(start + 1, isClosed ? end - 1 : end).replace(quote + quote, quote);
  }

  /** The word in upper case; empty for anything that is no word. */
  String keyword() {
    return token == Token.WORD ? text().toUpperCase(Locale.ROOT) : "";
  }

  boolean isWord(String word) {
    return token == Token.WORD
        && end - start == word.length()
        && sql.regionMatches(true, start, word, 0, word.length());
  }

  boolean isSymbol(char symbol) {
    return token == Token.SYMBOL && sql.charAt(start) == symbol;
  }

  /** Whether a symbol follows the token at once, or after space and comments. */
  boolean isFollowedBy(char symbol) {
    return peek() == symbol;
  }

  /** Whether a name, or a word, follows the token at once, or after space and comments. */
  boolean isFollowedByName() {
    int next = peek();
    return next == '`' || (next >= 0 && isWordCharacter((char) next));
  }

  /** The character that the next token begins with, or -1 if there is none. */
  private int peek() {
    int endOfToken = end;
    boolean wasInVersionComment = isInVersionComment;
    skipSpaceAndComments();
    int next = end < sql.length() ? sql.charAt(end) : -1;
    end = endOfToken;
    isInVersionComment = wasInVersionComment;
    return next;
  }

  private void skipSpaceAndComments() {
    while (end < sql.length()) {
      char c = sql.charAt(end);
      if (c <= ' ') {
        end++;
      } else if (c == '#' || isDashComment()) {
        skipLine();
      } else if (sql.startsWith("/*", end)) {
        skipOrEnterComment();
      } else if (isInVersionComment && sql.startsWith("*/", end)) {
        isInVersionComment = false;
        end += 2;
      } else {
        return;
      }
    }
  }

  /** Two dashes open a comment only with space, or nothing, behind them. */
  private boolean isDashComment() {
    return sql.startsWith("--", end) && (end + 2 == sql.length() || sql.charAt(end + 2) <= ' ');
  }

  private void skipLine() {
    int newline = sql.indexOf('\n', end);
    end = newline < 0 ? sql.length() : newline + 1;
  }

  private void skipOrEnterComment() {
    int inside = end + 2;
    boolean isMariaDb = sql.startsWith("M!", inside);
    if (isMariaDb || sql.startsWith("!", inside)) {
      end = inside + (isMariaDb ? 2 : 1);
      while (end < sql.length() && isDigit(sql.charAt(end))) {
        end++;
      }
      isInVersionComment = true;
      return;
    }
    int close = sql.indexOf("*/", inside);
    end = close < 0 ? sql.length() : close + 2;
  }

  private Token quoted(char quote, boolean isEscaping, Token kind) {
    end++;
    while (end < sql.length()) {
      char c = sql.charAt(end++);
      if (c == '\\' && isEscaping) {
        end = Math.min(end + 1, sql.length());
      } else if (c == quote) {
        if (end >= sql.length() || sql.charAt(end) != quote) {
          return kind;
        }
        end++;
      }
    }
    return kind;
  }

  /** Names may begin with a digit, so only the whole run tells a number from a name. */
  private Token wordOrNumber() {
    boolean isNumber = isDigit(sql.charAt(end));
    boolean hasRadix = sql.startsWith("0x", end) || sql.startsWith("0b", end);
    while (end < sql.length() && isWordCharacter(sql.charAt(end))) {
      isNumber &= isDigit(sql.charAt(end)) || hasRadix || isExponent(sql.charAt(end));
      end++;
    }
    return isNumber ? Token.NUMBER : Token.WORD;
  }

  private Token symbol() {
    end++;
    return Token.SYMBOL;
  }

  private static boolean isExponent(char c) {
    return c == 'e' || c == 'E';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }
}
