package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the text of a command, and what its current statement has named so far. Those who know
 * what a statement looks like move it on.
 */
final class StatementCursor {

  private final SqlLexer lexer;
  private final Reading reading;
  private final List<Effect> effects = new ArrayList<>();
  private final Set<String> schemasNamed = new HashSet<>();
  private String schema;
  private TableCollector tables;
  private boolean isBegun;

  /** The statement has a body with semicolons of its own, so it takes the rest of the text. */
  private boolean hasBody;

  StatementCursor(SqlLexer lexer, Reading reading, String schema) {
    this.lexer = lexer;
    this.reading = reading;
    this.schema = schema;
    this.tables = new TableCollector(schema, effects);
  }

  SqlLexer lexer() {
    return lexer;
  }

  Reading reading() {
    return reading;
  }

  TableCollector tables() {
    return tables;
  }

  FootprintBuilder footprint() {
    return tables.builder();
  }

  /** What the text's statements leave behind in the session. */
  List<Effect> effects() {
    return effects;
  }

  /** Schemas that its statements name without locking a table in them. */
  Set<String> schemasNamed() {
    return schemasNamed;
  }

  /** Such a schema; empty if none is given. */
  void nameSchema(String name) {
    if (!name.isEmpty() && schemasNamed.size() <= Footprint.NAMES_MAX) {
      schemasNamed.add(TableName.fold(name));
    }
  }

  String schema() {
    return schema;
  }

  /** The next statement begins here. */
  void begin() {
    tables = isBegun ? new TableCollector(schema, effects) : tables;
    isBegun = true;
  }

  /** Names without a schema mean this one from here on. */
  void use(String schema) {
    this.schema = schema;
  }

  /** A body begins here or soon; the statement ends where the body does. */
  StatementKind skipBody() {
    hasBody = true;
    BodySkipper skipper = new BodySkipper();
    while (!isAtEnd()) {
      if (lexer.isSymbol(';') && skipper.isOutside()) {
        hasBody = false;
      } else {
        skipper.accept(lexer);
        next();
      }
    }
    if (!skipper.isOutside()) {
      footprint().unknown();
    }
    hasBody = false;
    return StatementKind.DDL;
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
    return isAtEnd() ? unknown(kind) : announce(kind, access, false);
  }

  StatementKind unknown(StatementKind kind) {
    footprint().unknown();
    return skip(kind);
  }

  /** Names without meaning to us follow, but subqueries among them count. */
  StatementKind rest(StatementKind kind) {
    while (!isAtEnd()) {
      accept();
    }
    return kind;
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

  /** Moves on if this word stands here. */
  boolean skipped(String word) {
    boolean isHere = lexer.isWord(word);
    if (isHere) {
      next();
    }
    return isHere;
  }

  /** Moves behind the name that stands here, and behind its schema if it has one. */
  QualifiedName name() {
    String first = isName() ? lexer.name() : "";
    if (!first.isEmpty()) {
      next();
    }
    if (!lexer.isSymbol('.')) {
      return new QualifiedName("", first);
    }
    next();
    if (!isName() && lexer.token() != Token.NUMBER) {
      return new QualifiedName("", first);
    }
    String second = lexer.name();
    next();
    return new QualifiedName(first, second);
  }

  private boolean isName() {
    return lexer.isName() || (lexer.token() == Token.NUMBER && lexer.text().length() > 1);
  }

  /** The table of such a name here; null if there is none. */
  @Nullable TableName table(QualifiedName name) {
    return FootprintBuilder.table(name.schemaOr(schema), name.name());
  }

  /**
   * A name as it stands in a text.
   *
   * @param schema empty if none is given
   */
  record QualifiedName(String schema, String name) {
    String schemaOr(String current) {
      return schema.isEmpty() ? current : schema;
    }
  }
}
