package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of one command: a statement, or several with semicolons between.
 *
 * <p>The first words decide what a statement is and what it announces; from there on the {@link
 * TableCollector} sees every token. What is not certain (a word nobody knows, a procedure, a text
 * cut short) is unknown.
 */
public final class StatementReader {

  private final SqlLexer lexer;
  private final StatementCursor at;
  private final DefinitionReader definitions;
  private StatementKind kind = StatementKind.EMPTY;
  private @Nullable String usedSchema;

  private StatementReader(String sql, String schema, boolean hasBackslashEscapes) {
    this.lexer = new SqlLexer(sql, hasBackslashEscapes);
    this.at = new StatementCursor(lexer, schema);
    this.definitions = new DefinitionReader(at);
  }

  /**
   * The facts of a text.
   *
   * @param schema the session's current schema, or empty
   * @param isWhole whether this is all of the text; what was cut off may touch anything
   */
  public static StatementFacts read(
      String sql, String schema, boolean hasBackslashEscapes, boolean isWhole) {
    StatementReader reader = new StatementReader(sql, schema, hasBackslashEscapes);
    return reader.read(isWhole ? Footprint.NONE : Footprint.UNKNOWN);
  }

  private StatementFacts read(Footprint footprint) {
    StatementKind whole = StatementKind.EMPTY;
    at.next();
    while (lexer.token() != Token.END) {
      if (lexer.isSymbol(';')) {
        at.next();
      } else {
        readStatement();
        footprint = footprint.plus(at.tables().footprint());
        whole = together(whole, kind);
      }
    }
    return new StatementFacts(whole, footprint, lexer.digest(), usedSchema, List.of());
  }

  /**
   * Of several statements one that locks tables counts most: what is locked outlives the others.
   */
  private static StatementKind together(StatementKind before, StatementKind next) {
    if (before == StatementKind.EMPTY) {
      return next;
    }
    boolean locksTables = before == StatementKind.LOCK_TABLES || next == StatementKind.LOCK_TABLES;
    return locksTables ? StatementKind.LOCK_TABLES : StatementKind.MULTI;
  }

  private void readStatement() {
    at.begin();
    while (lexer.isSymbol('(')) {
      at.accept();
    }
    kind = readVerb(lexer.keyword());
    while (!at.isAtEnd()) {
      at.accept();
    }
  }

  /** Tells the kind by the first word, and announces the tables that stand behind it. */
  private StatementKind readVerb(String verb) {
    return switch (verb) {
      case "SELECT", "VALUES", "TABLE", "WITH" -> StatementKind.SELECT;
      case "INSERT" -> insert(StatementKind.INSERT);
      case "REPLACE" -> insert(StatementKind.REPLACE);
      case "UPDATE" -> at.announce(StatementKind.UPDATE, Access.WRITE, true);
      case "DELETE" -> delete();
      case "LOAD" -> at.behind("TABLE", StatementKind.LOAD, Access.WRITE);
      case "HANDLER" -> at.announce(StatementKind.HANDLER, Access.READ, false);
      case "EXPLAIN", "DESCRIBE", "DESC" -> explain();
      case "CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE" -> definitions.define(verb);
      case "ANALYZE", "CHECK", "CHECKSUM" -> definitions.maintain(Access.READ);
      case "OPTIMIZE", "REPAIR" -> definitions.maintain(Access.WRITE);
      case "LOCK" -> lock();
      default -> readControl(verb);
    };
  }

  /** Statements that name no tables, or none that we could know of. */
  private StatementKind readControl(String verb) {
    return switch (verb) {
      case "BEGIN" -> StatementKind.BEGIN;
      case "START" -> start();
      case "COMMIT" -> StatementKind.COMMIT;
      case "ROLLBACK" -> rollback();
      case "SAVEPOINT", "RELEASE" -> StatementKind.SAVEPOINT;
      case "XA" -> StatementKind.XA;
      case "SET" -> StatementKind.SET;
      case "USE" -> use();
      case "UNLOCK" -> StatementKind.UNLOCK_TABLES;
      case "CALL" -> at.unknown(StatementKind.CALL);
      case "EXECUTE" -> at.unknown(StatementKind.EXECUTE);
      case "GRANT", "REVOKE", "INSTALL", "UNINSTALL" -> at.skip(StatementKind.DDL);
      case "SHOW",
          "HELP",
          "KILL",
          "PREPARE",
          "DEALLOCATE",
          "GET",
          "SIGNAL",
          "RESIGNAL",
          "PURGE",
          "RESET",
          "CHANGE",
          "STOP",
          "CLONE" ->
          at.skip(StatementKind.SHOW);
      case "DO" -> StatementKind.SELECT;
      default -> at.unknown(StatementKind.OTHER);
    };
  }

  private StatementKind insert(StatementKind kind) {
    at.announce(kind, Access.WRITE, false);
    while (lexer.token() == Token.WORD && isInsertModifier(lexer.keyword())) {
      at.next();
    }
    return kind;
  }

  private static boolean isInsertModifier(String keyword) {
    return switch (keyword) {
      case "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "INTO" -> true;
      default -> false;
    };
  }

  /** DELETE FROM a USING b: then what stood behind FROM were names for what stands behind USING. */
  private StatementKind delete() {
    at.tables().query(Access.WRITE);
    at.next();
    while (!at.isAtEnd()) {
      if (at.tables().depth() == 0 && lexer.isWord("USING") && !lexer.isFollowedBy('(')) {
        at.tables().forget();
        at.announce(StatementKind.DELETE, Access.WRITE, true);
      } else {
        at.accept();
      }
    }
    return StatementKind.DELETE;
  }

  /** EXPLAIN of a statement is locked like the statement; DESCRIBE of a table reads it. */
  private StatementKind explain() {
    at.next();
    while (lexer.isWord("ANALYZE") || lexer.isWord("EXTENDED") || lexer.isWord("FORMAT")) {
      boolean hasValue = lexer.isWord("FORMAT");
      at.next();
      if (hasValue) {
        at.next();
        at.next();
      }
    }
    switch (lexer.keyword()) {
      case "SELECT", "VALUES", "TABLE", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE" ->
          readVerb(lexer.keyword());
      case "FOR", "INTO" -> at.skip(StatementKind.SHOW);
      default -> {
        if (!at.isAtEnd() && !lexer.isSymbol('(')) {
          at.tables().expect(Access.READ, false);
        }
      }
    }
    return StatementKind.SELECT;
  }

  private StatementKind lock() {
    at.next();
    boolean isOfTables = lexer.isWord("TABLES") || lexer.isWord("TABLE");
    return isOfTables
        ? at.announce(StatementKind.LOCK_TABLES, Access.WRITE, true)
        : at.skip(StatementKind.SHOW);
  }

  private StatementKind start() {
    at.next();
    if (!lexer.isWord("TRANSACTION")) {
      return at.skip(StatementKind.SHOW);
    }
    boolean isSnapshot = false;
    while (!at.isAtEnd()) {
      isSnapshot |= lexer.isWord("SNAPSHOT");
      at.next();
    }
    return isSnapshot ? StatementKind.BEGIN_SNAPSHOT : StatementKind.BEGIN;
  }

  private StatementKind rollback() {
    at.next();
    if (lexer.isWord("WORK")) {
      at.next();
    }
    return lexer.isWord("TO") ? StatementKind.SAVEPOINT : StatementKind.ROLLBACK;
  }

  private StatementKind use() {
    at.next();
    if (!at.isAtEnd()) {
      usedSchema = lexer.name();
      at.use(usedSchema);
    }
    return at.skip(StatementKind.USE);
  }
}
