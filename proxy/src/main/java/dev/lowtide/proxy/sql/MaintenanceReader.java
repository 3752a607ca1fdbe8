package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.sql.StatementCursor.QualifiedName;

/** Reads statements that lock, flush, check or show tables. */
final class MaintenanceReader {

  private final StatementCursor at;
  private final SqlLexer lexer;

  MaintenanceReader(StatementCursor at) {
    this.at = at;
    this.lexer = at.lexer();
  }

  /** A list of tables stands behind the word TABLE; without one it is a statement of MariaDB's. */
  StatementKind maintain(Access access) {
    at.next();
    while (!at.isAtEnd() && !isTables()) {
      at.next();
    }
    if (at.isAtEnd()) {
      return at.unknown(StatementKind.OTHER);
    }
    at.next();
    list(access);
    return at.skip(StatementKind.DDL);
  }

  /** CACHE INDEX t IN c, LOAD INDEX INTO CACHE t: the server takes read locks. */
  StatementKind cacheIndex() {
    at.next();
    while (lexer.isWord("INDEX") || lexer.isWord("INTO") || lexer.isWord("CACHE")) {
      at.next();
    }
    do {
      at.footprint().add(at.table(at.name()), Access.READ);
      while (!at.isAtEnd() && !lexer.isSymbol(',')) {
        skipParentheses();
      }
    } while (skipComma());
    return StatementKind.DDL;
  }

  private void skipParentheses() {
    boolean isOpening = lexer.isSymbol('(');
    at.next();
    while (isOpening && !at.isAtEnd() && !lexer.isSymbol(')')) {
      at.next();
    }
  }

  /**
   * FLUSH TABLES t waits until nobody has the table open any more, and whoever opens it then waits
   * for the flush. With a lock it is kept until UNLOCK TABLES; without a table it means all.
   */
  StatementKind flush() {
    at.next();
    while (lexer.isWord("NO_WRITE_TO_BINLOG") || lexer.isWord("LOCAL")) {
      at.next();
    }
    if (!isTables()) {
      return at.skip(StatementKind.DDL);
    }
    at.next();
    if (at.isAtEnd() || lexer.isWord("WITH")) {
      at.footprint().unknown();
    } else {
      list(Access.WRITE);
    }
    boolean isLocking = lexer.isWord("WITH") || lexer.isWord("FOR");
    return at.skip(isLocking ? StatementKind.LOCK_TABLES : StatementKind.DDL);
  }

  private boolean isTables() {
    return lexer.isWord("TABLE") || lexer.isWord("TABLES");
  }

  private void list(Access access) {
    do {
      at.footprint().add(at.table(at.name()), access);
    } while (skipComma());
  }

  /** Without a word for the kind of lock, the text is none that a server takes. */
  StatementKind lock() {
    at.next();
    if (!isTables()) {
      return at.skip(StatementKind.SHOW);
    }
    at.next();
    do {
      QualifiedName name = at.name();
      boolean isRead = false;
      boolean isWrite = false;
      while (!at.isAtEnd() && !lexer.isSymbol(',')) {
        isRead |= lexer.isWord("READ");
        isWrite |= lexer.isWord("WRITE");
        at.next();
      }
      at.footprint().add(at.table(name), isRead && !isWrite ? Access.READ : Access.WRITE);
    } while (skipComma());
    return StatementKind.LOCK_TABLES;
  }

  /**
   * SHOW CREATE TABLE t; SHOW COLUMNS FROM t [FROM s], and SHOW INDEX alike, keep a lock on the
   * table in a transaction. Conditions of others may have subqueries.
   */
  StatementKind show() {
    at.next();
    while (lexer.isWord("FULL") || lexer.isWord("EXTENDED")) {
      at.next();
    }
    if (at.skipped("CREATE")) {
      boolean isOfTable = lexer.isWord("TABLE") || lexer.isWord("VIEW");
      return isOfTable ? showCreate() : showCreateOther();
    }
    boolean isOfTable =
        switch (lexer.keyword()) {
          case "COLUMNS", "FIELDS", "INDEX", "INDEXES", "KEYS" -> true;
          default -> false;
        };
    if (isOfTable) {
      at.next();
      showFrom();
    } else {
      showNamesIn();
    }
    return at.rest(StatementKind.SHOW);
  }

  /** SHOW TABLES FROM s, SHOW TABLE STATUS IN s, and what is shown of a schema's alike. */
  private void showNamesIn() {
    while (lexer.isWord("OPEN") || lexer.isWord("TABLE") || lexer.isWord("STATUS")) {
      at.next();
    }
    if (lexer.isWord("TABLES") || lexer.isWord("TRIGGERS") || lexer.isWord("EVENTS")) {
      at.next();
    }
    if (isFrom()) {
      at.next();
      at.nameSchema(at.name().name());
    }
  }

  /** Of a schema, or of what is in one but no table. */
  private StatementKind showCreateOther() {
    boolean isSchema = lexer.isWord("DATABASE") || lexer.isWord("SCHEMA");
    at.next();
    while (lexer.isWord("IF") || lexer.isWord("NOT") || lexer.isWord("EXISTS")) {
      at.next();
    }
    QualifiedName name = at.name();
    at.nameSchema(isSchema ? name.name() : name.schema());
    return at.skip(StatementKind.SHOW);
  }

  private StatementKind showCreate() {
    at.next();
    at.footprint().add(at.table(at.name()), Access.READ);
    return at.skip(StatementKind.SHOW);
  }

  private void showFrom() {
    if (isFrom()) {
      at.next();
      QualifiedName name = at.name();
      if (isFrom()) {
        at.next();
        name = new QualifiedName(at.name().name(), name.name());
      }
      at.footprint().add(at.table(name), Access.READ);
    }
  }

  private boolean isFrom() {
    return lexer.isWord("FROM") || lexer.isWord("IN");
  }

  private boolean skipComma() {
    boolean isComma = lexer.isSymbol(',');
    if (isComma) {
      at.next();
    }
    return isComma;
  }
}
