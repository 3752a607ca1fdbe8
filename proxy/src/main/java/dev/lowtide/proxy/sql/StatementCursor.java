package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;

/**
 * A place in the text of a command, and the tables that its current statement has named so far.
 * Those who know what a statement looks like move it on.
 */
final class StatementCursor {

  private final SqlLexer lexer;
  private String schema;
  private TableCollector tables;

  /** The statement has a body with semicolons of its own, so it takes the rest of the text. */
  private boolean hasBody;

  StatementCursor(SqlLexer lexer, String schema) {
    this.lexer = lexer;
    this.schema = schema;
    this.tables = new TableCollector(schema);
  }

  SqlLexer lexer() {
    return lexer;
  }

  TableCollector tables() {
    return tables;
  }

  /** The next statement begins here. */
  void begin() {
    tables = new TableCollector(schema);
  }

  /** Names without a schema mean this one from here on. */
  void use(String schema) {
    this.schema = schema;
  }

  void hasBody() {
    hasBody = true;
  }

  /** Moves on, and expects a table there. */
  StatementKind announce(StatementKind kind, Access access, boolean isList) {
    next();
    tables.expect(access, isList);
    return kind;
  }

  /** The table stands behind the first such word. */
  StatementKind behind(String word, StatementKind kind, Access access) {
    while (!isAtEnd() && !lexer.isWord(word)) {
      next();
    }
    return announce(kind, access, false);
  }

  StatementKind unknown(StatementKind kind) {
    tables.uncertain();
    return skip(kind);
  }

  StatementKind skip(StatementKind kind) {
    while (!isAtEnd()) {
      next();
    }
    return kind;
  }

  boolean isAtEnd() {
    return lexer.token() == Token.END || (lexer.isSymbol(';') && !hasBody);
  }

  void accept() {
    tables.accept(lexer);
    next();
  }

  void next() {
    lexer.next();
  }
}
