package dev.lowtide.proxy.sql;

import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;

/**
 * Tells texts apart by what their facts depend on, in one pass over their bytes and without a new
 * object. Confined to one thread.
 *
 * <p>What queries, changes of rows and calls touch does not depend on their literals, spaces and
 * comments; so an application that writes values into its texts has as many of them as it has
 * statements. All else goes by every byte: a name of a prepared statement, an isolation level or an
 * xid may stand in a literal. So does a text whose bytes alone do not say how it is to be read.
 *
 * <p>128 bits are mixed with a secret of this process: two texts that are taken for one would be a
 * mistake about what is touched, and nobody shall be able to make them up.
 */
final class Fingerprint {

  /** What a longer text would need is read anew each time. */
  static final int BYTES_MAX = 1 << 16;

  /** Before each word and each quoted name; no word begins with it. */
  private static final int BOUNDARY = 0;

  private static final int LITERAL = 1;

  /** The second of several literals; for the others behind it there is nothing. */
  private static final int MORE_LITERALS = 2;

  private static final long SECRET = new SecureRandom().nextLong();

  /** Odd, and with their bits spread: the fractions of the golden ratio and of the root of 3. */
  private static final long SPREAD_HIGH = 0x9E3779B97F4A7C15L;

  private static final long SPREAD_LOW = 0xBB67AE8584CAA73BL;

  private final byte[] text = new byte[BYTES_MAX];
  private int end;
  private int at;
  private boolean hasBackslashEscapes;

  private long high;
  private long low;
  private long lane;
  private long fed;

  /** Literals with commas between them so far. */
  private int literals;

  /** A comma behind a literal; whether it counts depends on what comes next. */
  private boolean isCommaPending;

  /** Reads a text of at most {@link #BYTES_MAX}. */
  void read(ByteBuf bytes, int index, int length, boolean hasBackslashEscapes) {
    bytes.getBytes(index, text, 0, length);
    this.end = length;
    this.hasBackslashEscapes = hasBackslashEscapes;
    begin();
    if (!isShape()) {
      begin();
      feed(0, end);
    }
    mix(lane);
    mix(fed);
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  private void begin() {
    at = 0;
    high = SECRET;
    low = ~SECRET;
    lane = 0;
    fed = 0;
    literals = 0;
    isCommaPending = false;
  }

  /** Feeds the text without its literals; false where they may matter. */
  private boolean isShape() {
    skipSpaceAndComments();
    while (at < end && text[at] == '(') {
      feedSymbol();
      skipSpaceAndComments();
    }
    if (!isLiteralsVerb()) {
      return false;
    }
    feedWord();
    boolean isBehindDotOrAt = false;
    while (skipSpaceAndComments()) {
      byte c = text[at];
      if (c == ';') {
        return false;
      } else if (c == '\'' && !isBehindDotOrAt) {
        skipQuoted();
        onLiteral();
      } else if (c == '"' || c == '`' || c == '\'') {
        if (!isNameFed()) {
          return false;
        }
      } else if (!isWord(c)) {
        feedSymbol();
      } else if (isBehindDotOrAt || !skipNumber()) {
        feedWord();
      } else {
        onLiteral();
      }
      isBehindDotOrAt = c == '.' || c == '@';
    }
    return !isVersionComment() && isEndFed();
  }

  private boolean isEndFed() {
    feedPendingComma();
    return true;
  }

  /** Of these statements literals say nothing that facts are about. */
  private boolean isLiteralsVerb() {
    return isVerb("SELECT")
        || isVerb("INSERT")
        || isVerb("UPDATE")
        || isVerb("DELETE")
        || isVerb("REPLACE")
        || isVerb("WITH")
        || isVerb("CALL");
  }

  private boolean isVerb(String verb) {
    int behind = at + verb.length();
    if (behind > end || (behind < end && isWord(text[behind]))) {
      return false;
    }
    for (int i = 0; i < verb.length(); i++) {
      if ((text[at + i] & ~0x20) != verb.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** True if there is something behind them; version comments are neither. */
  private boolean skipSpaceAndComments() {
    while (at < end) {
      byte c = text[at];
      if (isSpace(c)) {
        at++;
      } else if (c == '#' || isDashComment()) {
        skipLine();
      } else if (c == '/' && isAt(at + 1, '*')) {
        if (isVersionComment()) {
          return false;
        }
        skipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private boolean isVersionComment() {
    boolean isComment = isAt(at, '/') && isAt(at + 1, '*');
    return isComment && (isAt(at + 2, '!') || (isAt(at + 2, 'M') && isAt(at + 3, '!')));
  }

  private boolean isDashComment() {
    return text[at] == '-' && isAt(at + 1, '-') && (at + 2 == end || isSpace(text[at + 2]));
  }

  private void skipLine() {
    while (at < end && text[at] != '\n') {
      at++;
    }
    at = Math.min(at + 1, end);
  }

  private void skipComment() {
    at += 2;
    while (at < end && !(text[at] == '*' && isAt(at + 1, '/'))) {
      at++;
    }
    at = Math.min(at + 2, end);
  }

  /** A name, or what may be one; false if it depends on ANSI_QUOTES where it ends. */
  private boolean isNameFed() {
    int start = at;
    boolean isEndCertain = text[at] == '`' || !hasBackslashEscapes;
    skipQuoted();
    for (int i = start; i < at && !isEndCertain; i++) {
      if (text[i] == '\\') {
        return false;
      }
    }
    feedPendingComma();
    feed(BOUNDARY);
    feed(start, at);
    return true;
  }

  private void skipQuoted() {
    byte quote = text[at++];
    boolean isEscaping = quote != '`' && hasBackslashEscapes;
    while (at < end) {
      byte c = text[at++];
      if (c == '\\' && isEscaping) {
        at = Math.min(at + 1, end);
      } else if (c == quote) {
        if (!isAt(at, quote)) {
          return;
        }
        at++;
      }
    }
  }

  /** Moves behind a number, if this is one and can be nothing else. */
  private boolean skipNumber() {
    int behind = at;
    if (text[at] == '0' && isAt(at + 1, 'x')) {
      behind = at + 2;
      while (behind < end && isHex(text[behind])) {
        behind++;
      }
    } else {
      behind = behindDigits(at);
    }
    if (behind == at || (behind < end && isWord(text[behind]))) {
      return false;
    }
    at = isAt(at + 1, 'x') ? behind : behindFraction(behind);
    return true;
  }

  /** The dot of a number is none between names, as {@link SqlScanner} has it. */
  private int behindFraction(int from) {
    if (!isAt(from, '.')) {
      return from;
    }
    int behind = behindDigits(from + 1);
    boolean isExponent = isAt(behind, 'e') || isAt(behind, 'E');
    return isExponent && behindDigits(behind + 1) > behind + 1 ? behindDigits(behind + 1) : behind;
  }

  private int behindDigits(int from) {
    int behind = from;
    while (behind < end && text[behind] >= '0' && text[behind] <= '9') {
      behind++;
    }
    return behind;
  }

  private void onLiteral() {
    if (!isCommaPending) {
      literals = 1;
      feed(LITERAL);
    } else {
      isCommaPending = false;
      literals++;
      if (literals == 2) {
        feed(MORE_LITERALS);
      }
    }
  }

  private void feedWord() {
    feedPendingComma();
    int start = at;
    while (at < end && isWord(text[at])) {
      at++;
    }
    feed(BOUNDARY);
    feed(start, at);
  }

  private void feedSymbol() {
    byte symbol = text[at++];
    if (symbol == ',' && literals > 0 && !isCommaPending) {
      isCommaPending = true;
    } else {
      feedPendingComma();
      feed(symbol);
    }
  }

  private void feedPendingComma() {
    if (isCommaPending) {
      feed(',');
      isCommaPending = false;
    }
    literals = 0;
  }

  private void feed(int from, int to) {
    for (int i = from; i < to; i++) {
      feed(text[i]);
    }
  }

  private void feed(int one) {
    lane = lane << 8 | (one & 0xFF);
    fed++;
    if ((fed & 7) == 0) {
      mix(lane);
      lane = 0;
    }
  }

  private void mix(long bits) {
    high = (high ^ bits) * SPREAD_HIGH;
    high ^= high >>> 32;
    low = (low ^ Long.rotateLeft(bits, 31)) * SPREAD_LOW;
    low ^= low >>> 29;
  }

  private boolean isAt(int index, int c) {
    return index < end && text[index] == c;
  }

  private static boolean isSpace(byte c) {
    return c >= 0 && c <= ' ';
  }

  private static boolean isHex(byte c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** Bytes of characters beyond ASCII are negative, and belong to words. */
  private static boolean isWord(byte c) {
    return c < 0
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '$';
  }
}
