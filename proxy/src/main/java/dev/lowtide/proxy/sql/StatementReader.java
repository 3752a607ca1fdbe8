package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
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
  private String schema;
  private TableCollector tables;
  private StatementKind kind = StatementKind.EMPTY;
  private @Nullable String usedSchema;

  /** The statement has a body with semicolons of its own, so it takes the rest of the text. */
  private boolean hasBody;

  private StatementReader(String sql, String schema, boolean hasBackslashEscapes) {
    this.lexer = new SqlLexer(sql, hasBackslashEscapes);
    this.schema = schema;
    this.tables = new TableCollector(schema);
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
    next();
    while (lexer.token() != Token.END) {
      if (lexer.isSymbol(';')) {
        next();
      } else {
        readStatement();
        footprint = footprint.plus(tables.footprint());
        whole = together(whole, kind);
      }
    }
    return new StatementFacts(whole, footprint, lexer.digest(), usedSchema);
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
    tables = new TableCollector(schema);
    while (lexer.isSymbol('(')) {
      accept();
    }
    kind = readVerb(lexer.keyword());
    while (!isAtEnd()) {
      accept();
    }
  }

  /** Tells the kind by the first word, and announces the tables that stand behind it. */
  private StatementKind readVerb(String verb) {
    return switch (verb) {
      case "SELECT", "VALUES", "TABLE", "WITH" -> StatementKind.SELECT;
      case "INSERT" -> insert(StatementKind.INSERT);
      case "REPLACE" -> insert(StatementKind.REPLACE);
      case "UPDATE" -> announce(StatementKind.UPDATE, Access.WRITE, true);
      case "DELETE" -> delete();
      case "LOAD" -> behind("TABLE", StatementKind.LOAD, Access.WRITE);
      case "HANDLER" -> announce(StatementKind.HANDLER, Access.READ, false);
      case "EXPLAIN", "DESCRIBE", "DESC" -> explain();
      case "CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE" -> define(verb);
      case "ANALYZE", "CHECK", "CHECKSUM" -> maintain(Access.READ);
      case "OPTIMIZE", "REPAIR" -> maintain(Access.WRITE);
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
      case "CALL" -> unknown(StatementKind.CALL);
      case "EXECUTE" -> unknown(StatementKind.EXECUTE);
      case "GRANT", "REVOKE", "INSTALL", "UNINSTALL" -> skip(StatementKind.DDL);
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
          skip(StatementKind.SHOW);
      case "DO" -> StatementKind.SELECT;
      default -> unknown(StatementKind.OTHER);
    };
  }

  private StatementKind insert(StatementKind kind) {
    announce(kind, Access.WRITE, false);
    while (lexer.token() == Token.WORD && isInsertModifier(lexer.keyword())) {
      next();
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
    tables.query(Access.WRITE);
    next();
    while (!isAtEnd()) {
      if (tables.depth() == 0 && lexer.isWord("USING") && !lexer.isFollowedBy('(')) {
        tables.forget();
        announce(StatementKind.DELETE, Access.WRITE, true);
      } else {
        accept();
      }
    }
    return StatementKind.DELETE;
  }

  /** EXPLAIN of a statement is locked like the statement; DESCRIBE of a table reads it. */
  private StatementKind explain() {
    next();
    while (lexer.isWord("ANALYZE") || lexer.isWord("EXTENDED") || lexer.isWord("FORMAT")) {
      boolean hasValue = lexer.isWord("FORMAT");
      next();
      if (hasValue) {
        next();
        next();
      }
    }
    switch (lexer.keyword()) {
      case "SELECT", "VALUES", "TABLE", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE" ->
          readVerb(lexer.keyword());
      case "FOR", "INTO" -> skip(StatementKind.SHOW);
      default -> {
        if (!isAtEnd() && !lexer.isSymbol('(')) {
          tables.expect(Access.READ, false);
        }
      }
    }
    return StatementKind.SELECT;
  }

  /** What is defined stands behind the first word that says what kind of thing it is. */
  private StatementKind define(String verb) {
    boolean isList = verb.equals("DROP") || verb.equals("RENAME");
    next();
    while (!isAtEnd()) {
      switch (lexer.keyword()) {
        case "TABLE", "TABLES", "VIEW" -> {
          announce(StatementKind.DDL, Access.WRITE, isList);
          return defineOn(isList);
        }
        case "INDEX" -> {
          return behind("ON", StatementKind.DDL, Access.WRITE);
        }
        case "TRIGGER" -> {
          hasBody = true;
          return behind("ON", StatementKind.DDL, Access.WRITE);
        }
        case "DATABASE", "SCHEMA" -> {
          return verb.equals("CREATE") ? skip(StatementKind.DDL) : unknown(StatementKind.DDL);
        }
        case "TABLESPACE", "UNDO" -> {
          return unknown(StatementKind.DDL);
        }
        case "PROCEDURE", "FUNCTION", "EVENT" -> {
          hasBody = true;
          return skip(StatementKind.DDL);
        }
        case "USER", "ROLE", "SERVER", "INSTANCE", "RESOURCE" -> {
          return skip(StatementKind.DDL);
        }
        default -> {
          if (verb.equals("TRUNCATE")) {
            tables.expect(Access.WRITE, false);
            return StatementKind.DDL;
          }
          next();
        }
      }
    }
    return unknown(StatementKind.DDL);
  }

  /** A definition may name further tables: its new name, its model, those it refers to. */
  private StatementKind defineOn(boolean isList) {
    while (!isAtEnd()) {
      switch (lexer.keyword()) {
        case "TO", "TABLE", "REFERENCES" -> announce(StatementKind.DDL, Access.WRITE, isList);
        case "LIKE" -> announce(StatementKind.DDL, Access.READ, false);
        case "EXCHANGE" -> behind("TABLE", StatementKind.DDL, Access.WRITE);
        default -> accept();
      }
    }
    return StatementKind.DDL;
  }

  private StatementKind maintain(Access access) {
    next();
    while (!isAtEnd() && !lexer.isWord("TABLE") && !lexer.isWord("TABLES")) {
      next();
    }
    return isAtEnd() ? unknown(StatementKind.OTHER) : announce(StatementKind.DDL, access, true);
  }

  private StatementKind lock() {
    next();
    boolean isOfTables = lexer.isWord("TABLES") || lexer.isWord("TABLE");
    return isOfTables
        ? announce(StatementKind.LOCK_TABLES, Access.WRITE, true)
        : skip(StatementKind.SHOW);
  }

  private StatementKind start() {
    next();
    if (!lexer.isWord("TRANSACTION")) {
      return skip(StatementKind.SHOW);
    }
    boolean isSnapshot = false;
    while (!isAtEnd()) {
      isSnapshot |= lexer.isWord("SNAPSHOT");
      next();
    }
    return isSnapshot ? StatementKind.BEGIN_SNAPSHOT : StatementKind.BEGIN;
  }

  private StatementKind rollback() {
    next();
    if (lexer.isWord("WORK")) {
      next();
    }
    return lexer.isWord("TO") ? StatementKind.SAVEPOINT : StatementKind.ROLLBACK;
  }

  private StatementKind use() {
    next();
    if (!isAtEnd()) {
      usedSchema = lexer.name();
      schema = usedSchema;
    }
    return skip(StatementKind.USE);
  }

  /** Moves on, and expects a table there. */
  private StatementKind announce(StatementKind kind, Access access, boolean isList) {
    next();
    tables.expect(access, isList);
    return kind;
  }

  /** The table stands behind the first such word. */
  private StatementKind behind(String word, StatementKind kind, Access access) {
    while (!isAtEnd() && !lexer.isWord(word)) {
      next();
    }
    return announce(kind, access, false);
  }

  private StatementKind unknown(StatementKind kind) {
    tables.uncertain();
    return skip(kind);
  }

  private StatementKind skip(StatementKind kind) {
    while (!isAtEnd()) {
      next();
    }
    return kind;
  }

  private boolean isAtEnd() {
    return lexer.token() == Token.END || (lexer.isSymbol(';') && !hasBody);
  }

  private void accept() {
    tables.accept(lexer);
    next();
  }

  private void next() {
    lexer.next();
  }
}
