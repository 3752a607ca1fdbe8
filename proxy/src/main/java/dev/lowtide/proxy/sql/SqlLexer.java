package dev.lowtide.proxy.sql;

import java.util.List;
import java.util.Locale;

/**
 * Cuts a statement into tokens. Total: every text has tokens, and each step moves on.
 *
 * <p>Comments are skipped, the insides of version comments read as SQL or skipped, as the {@link
 * Reading} says.
 */
final class SqlLexer {

  private final String sql;
  private final SqlScanner scanner;
  private final DigestBuilder digest = new DigestBuilder();

  private Token token = Token.END;
  private int start;
  private int end;

  /** Behind a dot or an @ a word is a name, whatever it means elsewhere. */
  private boolean isBehindDotOrAt;

  SqlLexer(String sql, boolean hasBackslashEscapes) {
    this(sql, Reading.first(hasBackslashEscapes));
  }

  SqlLexer(String sql, Reading reading) {
    this.sql = sql;
    this.scanner = new SqlScanner(sql, reading);
  }

  Token next() {
    isBehindDotOrAt = isSymbol('.') || isSymbol('@');
    scanner.skipSpaceAndComments();
    start = scanner.index();
    token = scanner.isAtEnd() ? Token.END : scan(sql.charAt(start));
    end = scanner.index();
    digest.add(token, sql, start, end);
    return token;
  }

  private Token scan(char c) {
    switch (c) {
      case '`', '"', '\'' -> {
        scanner.skipQuoted(c);
        return c == '`' ? Token.NAME : c == '"' ? Token.DOUBLE_QUOTED : Token.STRING;
      }
      default -> {
        if (SqlScanner.isWordCharacter(c)) {
          return scanner.skipWordOrNumber(isBehindDotOrAt);
        }
        scanner.skipSymbol();
        return Token.SYMBOL;
      }
    }
  }

  /** Other ways to read the text, as far as it has been read in this one. */
  List<Reading> alternatives() {
    return scanner.alternatives();
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
    if (token == Token.WORD || token == Token.NUMBER || token == Token.END) {
      return text();
    }
    String quote = sql.substring(start, start + 1);
    boolean isClosed = end - start > 1 && sql.startsWith(quote, end - 1);
    return sql.substring(start + 1, isClosed ? end - 1 : end).replace(quote + quote, quote);
  }

  /** Whether the token can be a name: a word, or something in the quotes of names. */
  boolean isName() {
    return token == Token.WORD || token == Token.NAME || token == Token.DOUBLE_QUOTED;
  }

  /** The word in upper case; empty for anything that is no word, or can only be a name. */
  String keyword() {
    return isKeyword() ? text().toUpperCase(Locale.ROOT) : "";
  }

  boolean isWord(String word) {
    return isKeyword()
        && end - start == word.length()
        && sql.regionMatches(true, start, word, 0, word.length());
  }

  private boolean isKeyword() {
    return token == Token.WORD && !isBehindDotOrAt;
  }

  /** Whether a dot or an @ stands before the token. */
  boolean isBehindDotOrAt() {
    return isBehindDotOrAt;
  }

  boolean isSymbol(char symbol) {
    return token == Token.SYMBOL && sql.charAt(start) == symbol;
  }

  /** Whether a symbol follows the token at once, or after space and comments. */
  boolean isFollowedBy(char symbol) {
    int next = scanner.peek();
    return next < sql.length() && sql.charAt(next) == symbol;
  }

  /** Whether this very word follows the token at once, or after space and comments. */
  boolean isFollowedBy(String word) {
    int from = scanner.peek();
    int behind = from + word.length();
    return sql.regionMatches(true, from, word, 0, word.length())
        && (behind >= sql.length() || !SqlScanner.isWordCharacter(sql.charAt(behind)));
  }

  /** Whether a name, or a word, follows the token at once, or after space and comments. */
  boolean isFollowedByName() {
    int next = scanner.peek();
    if (next >= sql.length()) {
      return false;
    }
    char c = sql.charAt(next);
    return c == '`' || c == '"' || SqlScanner.isWordCharacter(c);
  }
}
