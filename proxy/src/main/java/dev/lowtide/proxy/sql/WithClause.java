package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.TableName;
import java.util.HashSet;
import java.util.Set;

/**
 * Follows {@code WITH [RECURSIVE] a [(columns)] AS (…), b AS (…)} token by token, and knows the
 * common tables that it has defined. What only looks like one, as WITH PARSER does, ends it.
 */
final class WithClause {

  private enum Part {
    NONE,
    NAME,
    AS,
    BODY,
    AFTER_BODY
  }

  private Set<String> names = Set.of();
  private Part part = Part.NONE;
  private boolean isRecursive;
  private boolean hasBegun;
  private String name = "";

  void begin() {
    part = Part.NAME;
    isRecursive = false;
    hasBegun = true;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  boolean defines(String name) {
    return !names.isEmpty() && names.contains(TableName.fold(name));
  }

  /** Whether the clause has not come to its end before this token. */
  boolean goesOn(SqlLexer lexer) {
    return part != Part.NONE && !(part == Part.AFTER_BODY && !lexer.isSymbol(','));
  }

  /** Whether the token is the clause's own. */
  boolean accept(SqlLexer lexer) {
    return switch (part) {
      case NONE -> false;
      case NAME -> acceptName(lexer);
      case AS -> acceptAs(lexer);
      case BODY -> lexer.isSymbol('(') ? false : end();
      case AFTER_BODY -> acceptComma(lexer);
    };
  }

  /**
   * A parenthesis that was opened between two tokens of the clause is closed again.
   *
   * @return whether it was that of a common table's query
   */
  boolean onClosed() {
    if (part != Part.BODY) {
      return false;
    }
    define();
    part = Part.AFTER_BODY;
    return true;
  }

  private boolean acceptName(SqlLexer lexer) {
    if (lexer.isWord("RECURSIVE") && !isRecursive) {
      isRecursive = true;
      return true;
    }
    if (!lexer.isName()) {
      return end();
    }
    name = lexer.name();
    if (isRecursive) {
      define();
    }
    part = Part.AS;
    return true;
  }

  private boolean acceptAs(SqlLexer lexer) {
    if (lexer.isWord("AS")) {
      part = Part.BODY;
      return true;
    }
    return lexer.isSymbol('(') ? false : end();
  }

  private boolean acceptComma(SqlLexer lexer) {
    if (!lexer.isSymbol(',')) {
      return end();
    }
    part = Part.NAME;
    return true;
  }

  private boolean end() {
    part = Part.NONE;
    return false;
  }

  /** Unless it is recursive, a name means something else inside its own body. */
  private void define() {
    if (names.isEmpty()) {
      names = new HashSet<>();
    }
    names.add(TableName.fold(name));
  }
}
