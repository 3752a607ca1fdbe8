package dev.lowtide.proxy.sql;

/** Writes a statement again without its literals, so that it can be shown and logged. */
final class DigestBuilder {

  /** Enough to know a statement by, and 10,000 of them in a few megabytes. */
  static final int LENGTH_MAX = 200;

  private static final String MORE = ", …";

  private final StringBuilder digest = new StringBuilder();

  /** Adds the token that stands in the text between two indices. */
  void add(Token token, String sql, int start, int end) {
    if (digest.length() >= LENGTH_MAX) {
      return;
    }
    switch (token) {
      case WORD, NAME -> addWord(sql, start, end);
      case STRING, NUMBER, DOUBLE_QUOTED -> addLiteral();
      case SYMBOL -> addSymbol(sql.charAt(start));
      case END -> {}
    }
  }

  String build() {
    return digest.length() > LENGTH_MAX ? digest.substring(0, LENGTH_MAX - 1) + "…" : digest + "";
  }

  private void addWord(String sql, int start, int end) {
    space();
    digest.append(sql, start, end);
  }

  /** Lists of literals are as long as the caller likes; one and a half say as much. */
  private void addLiteral() {
    if (endsWith(MORE + ",")) {
      digest.setLength(digest.length() - 1);
    } else if (endsWith("?,")) {
      digest.setLength(digest.length() - 1);
      digest.append(MORE);
    } else {
      space();
      digest.append('?');
    }
  }

  private void addSymbol(char c) {
    if (c != ',' && c != '.' && c != ')' && c != ';' && c != '(') {
      space();
    }
    digest.append(c);
  }

  private void space() {
    if (!digest.isEmpty()) {
      char last = digest.charAt(digest.length() - 1);
      if (last != '.' && last != '(' && last != '@') {
        digest.append(' ');
      }
    }
  }

  private boolean endsWith(String tail) {
    int from = digest.length() - tail.length();
    return from >= 0 && digest.indexOf(tail, from) == from;
  }
}
