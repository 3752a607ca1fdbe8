package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;

/** Reads statements that define, remove or maintain. */
final class DefinitionReader {

  private final StatementCursor at;
  private final SqlLexer lexer;

  DefinitionReader(StatementCursor at) {
    this.at = at;
    this.lexer = at.lexer();
  }

  /** What is defined stands behind the first word that says what kind of thing it is. */
  StatementKind define(String verb) {
    boolean isList = verb.equals("DROP") || verb.equals("RENAME");
    at.next();
    while (!at.isAtEnd()) {
      switch (lexer.keyword()) {
        case "TABLE", "TABLES", "VIEW" -> {
          at.announce(StatementKind.DDL, Access.WRITE, isList);
          return defineOn(isList);
        }
        case "INDEX" -> {
          return at.behind("ON", StatementKind.DDL, Access.WRITE);
        }
        case "TRIGGER" -> {
          at.hasBody();
          return at.behind("ON", StatementKind.DDL, Access.WRITE);
        }
        case "DATABASE", "SCHEMA" -> {
          return verb.equals("CREATE") ? at.skip(StatementKind.DDL) : at.unknown(StatementKind.DDL);
        }
        case "TABLESPACE", "UNDO" -> {
          return at.unknown(StatementKind.DDL);
        }
        case "PROCEDURE", "FUNCTION", "EVENT" -> {
          at.hasBody();
          return at.skip(StatementKind.DDL);
        }
        case "USER", "ROLE", "SERVER", "INSTANCE", "RESOURCE" -> {
          return at.skip(StatementKind.DDL);
        }
        default -> {
          if (verb.equals("TRUNCATE")) {
            at.tables().expect(Access.WRITE, false);
            return StatementKind.DDL;
          }
          at.next();
        }
      }
    }
    return at.unknown(StatementKind.DDL);
  }

  /** A definition may name further tables: its new name, its model, those it refers to. */
  private StatementKind defineOn(boolean isList) {
    while (!at.isAtEnd()) {
      switch (lexer.keyword()) {
        case "TO", "TABLE", "REFERENCES" -> at.announce(StatementKind.DDL, Access.WRITE, isList);
        case "LIKE" -> at.announce(StatementKind.DDL, Access.READ, false);
        case "EXCHANGE" -> at.behind("TABLE", StatementKind.DDL, Access.WRITE);
        default -> at.accept();
      }
    }
    return StatementKind.DDL;
  }

  StatementKind maintain(Access access) {
    at.next();
    while (!at.isAtEnd() && !lexer.isWord("TABLE") && !lexer.isWord("TABLES")) {
      at.next();
    }
    return at.isAtEnd()
        ? at.unknown(StatementKind.OTHER)
        : at.announce(StatementKind.DDL, access, true);
  }
}
