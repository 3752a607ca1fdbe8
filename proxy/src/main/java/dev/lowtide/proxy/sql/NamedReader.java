package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.sql.StatementCursor.QualifiedName;
import org.jspecify.annotations.Nullable;

/** Reads statements about what a session keeps by a name: handlers, statements, XA transactions. */
final class NamedReader {

  private final StatementCursor at;
  private final SqlLexer lexer;

  NamedReader(StatementCursor at) {
    this.at = at;
    this.lexer = at.lexer();
  }

  /** Behind the table, or the alias of an open handler, stands what is to be done with it. */
  StatementKind handler() {
    at.next();
    QualifiedName name = at.name();
    TableName table = at.table(name);
    if (at.skipped("OPEN")) {
      at.skipped("AS");
      String alias = at.isAtEnd() ? name.name() : at.name().name();
      at.footprint().add(table, Access.READ);
      if (table != null) {
        at.effects().add(new Effect.HandlerOpened(TableName.fold(alias), table));
      }
    } else if (lexer.isWord("CLOSE")) {
      at.effects().add(new Effect.HandlerClosed(TableName.fold(name.name())));
    } else {
      at.footprint().add(table, Access.READ);
    }
    return at.rest(StatementKind.HANDLER);
  }

  /** What is prepared reads and locks nothing before it is executed. */
  StatementKind prepare() {
    at.next();
    String name = TableName.fold(at.name().name());
    at.skipped("FROM");
    boolean isText = lexer.token() == Token.STRING || lexer.token() == Token.DOUBLE_QUOTED;
    String text = isText ? Literal.value(lexer.text(), at.reading()) : null;
    at.effects().add(new Effect.NamedPrepared(name, facts(text)));
    return at.skip(StatementKind.SHOW);
  }

  /** The server refuses to prepare PREPARE, so a text in a text in a text never gets read. */
  private @Nullable StatementFacts facts(@Nullable String text) {
    if (text == null) {
      return null;
    }
    SqlLexer first = new SqlLexer(text, at.reading());
    first.next();
    return first.isWord("PREPARE")
        ? null
        : StatementReader.read(text, at.schema(), at.reading().hasBackslashEscapes(), true);
  }

  StatementKind execute() {
    at.next();
    at.effects().add(new Effect.NamedExecuted(TableName.fold(at.name().name())));
    return at.unknown(StatementKind.EXECUTE);
  }

  /** DEALLOCATE PREPARE name, DROP PREPARE name. */
  StatementKind deallocate() {
    at.next();
    at.skipped("PREPARE");
    at.effects().add(new Effect.NamedDeallocated(TableName.fold(at.name().name())));
    return at.skip(StatementKind.SHOW);
  }

  StatementKind xa() {
    at.next();
    Effect.XaStep.Verb verb = verb(lexer.keyword());
    at.next();
    String xid = xid();
    if (verb != null) {
      at.effects().add(new Effect.XaStep(verb, xid));
    }
    return at.skip(StatementKind.XA);
  }

  private static Effect.XaStep.@Nullable Verb verb(String keyword) {
    return switch (keyword) {
      case "START", "BEGIN" -> Effect.XaStep.Verb.START;
      case "END" -> Effect.XaStep.Verb.END;
      case "PREPARE" -> Effect.XaStep.Verb.PREPARE;
      case "COMMIT" -> Effect.XaStep.Verb.COMMIT;
      case "ROLLBACK" -> Effect.XaStep.Verb.ROLLBACK;
      default -> null;
    };
  }

  /** Up to three literals with commas between; behind them come words such as ONE PHASE. */
  private String xid() {
    StringBuilder xid = new StringBuilder();
    boolean isIntroducer = true;
    while (!at.isAtEnd() && (isIntroducer || lexer.token() != Token.WORD)) {
      xid.append(lexer.text());
      isIntroducer = lexer.isSymbol(',');
      at.next();
    }
    return xid.toString();
  }
}
