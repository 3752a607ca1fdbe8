package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.sql.StatementCursor.QualifiedName;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads statements that define, change or remove.
 *
 * <p>What the server locks for them was looked up in performance_schema.metadata_locks: tables that
 * a foreign key refers to as strongly as the table itself, all tables of a schema for what concerns
 * the schema, and the table of a trigger, whose name DROP TRIGGER does not say.
 */
final class DefinitionReader {

  private final StatementCursor at;
  private final SqlLexer lexer;

  DefinitionReader(StatementCursor at) {
    this.at = at;
    this.lexer = at.lexer();
  }

  /** What is defined stands behind the first word that says what kind of thing it is. */
  StatementKind define(String verb) {
    at.tables().define();
    at.next();
    boolean isTemporary = false;
    while (!at.isAtEnd()) {
      isTemporary |= lexer.isWord("TEMPORARY");
      switch (lexer.keyword()) {
        case "TABLE", "TABLES", "VIEW" -> {
          at.next();
          return tables(verb, isTemporary);
        }
        case "INDEX" -> {
          at.behind("ON", StatementKind.DDL, Access.WRITE);
          return at.rest(StatementKind.DDL);
        }
        case "TRIGGER" -> {
          return trigger(verb);
        }
        case "DATABASE", "SCHEMA" -> {
          return schema(verb);
        }
        case "PROCEDURE", "FUNCTION", "EVENT" -> {
          nameSchemaOfRoutine();
          return verb.equals("CREATE") || verb.equals("ALTER")
              ? at.skipBody()
              : at.skip(StatementKind.DDL);
        }
        case "USER", "ROLE", "SERVER", "INSTANCE", "RESOURCE", "REFERENCE", "LIBRARY" -> {
          return at.skip(StatementKind.DDL);
        }
        case "TABLESPACE", "UNDO", "SEQUENCE", "PACKAGE" -> {
          return at.unknown(StatementKind.DDL);
        }
        default -> {
          if (verb.equals("TRUNCATE")) {
            return named(Access.WRITE);
          }
          at.next();
        }
      }
    }
    return at.unknown(StatementKind.DDL);
  }

  private void nameSchemaOfRoutine() {
    at.next();
    while (isExistenceTest()) {
      at.next();
    }
    at.nameSchema(at.name().schema());
  }

  private StatementKind tables(String verb, boolean isTemporary) {
    while (isExistenceTest()) {
      at.next();
    }
    return switch (verb) {
      case "DROP" -> drop(isTemporary);
      case "RENAME" -> rename();
      case "CREATE" -> create(isTemporary);
      case "ALTER" -> alter();
      default -> named(Access.WRITE);
    };
  }

  /** Also MariaDB's NOWAIT and WAIT n. */
  private boolean isExistenceTest() {
    return lexer.isWord("IF") || lexer.isWord("NOT") || lexer.isWord("EXISTS");
  }

  /** Moves behind the name of a table, which is touched. */
  private StatementKind named(Access access) {
    at.footprint().add(table(), access);
    return StatementKind.DDL;
  }

  private @Nullable TableName table() {
    if (lexer.isSymbol('.')) {
      at.next();
    }
    return at.table(at.name());
  }

  /** A temporary table is nobody else's, but DROP TABLE without the word takes either kind. */
  private StatementKind drop(boolean isTemporary) {
    Set<TableName> dropped = new LinkedHashSet<>();
    do {
      TableName table = table();
      if (!isTemporary) {
        at.footprint().add(table, Access.WRITE);
      }
      if (table != null) {
        dropped.add(table);
      }
    } while (skipComma());
    if (!dropped.isEmpty()) {
      at.effects().add(new Effect.TablesDropped(dropped));
    }
    return at.skip(StatementKind.DDL);
  }

  /** RENAME TABLE a TO b, c TO d: all four of them. */
  private StatementKind rename() {
    do {
      named(Access.WRITE);
      while (!at.isAtEnd() && !lexer.isSymbol(',') && !lexer.isWord("TO")) {
        at.next();
      }
      if (at.skipped("TO")) {
        named(Access.WRITE);
      }
    } while (skipComma());
    return at.rest(StatementKind.DDL);
  }

  private StatementKind create(boolean isTemporary) {
    TableName table = table();
    if (!isTemporary) {
      at.footprint().add(table, Access.WRITE);
    } else if (table != null) {
      at.effects().add(new Effect.TemporaryTableCreated(table));
    }
    while (lexer.isSymbol('(') && lexer.isFollowedBy("LIKE")) {
      at.next();
    }
    if (at.skipped("LIKE")) {
      named(Access.READ);
    }
    return clauses();
  }

  private StatementKind alter() {
    TableName table = table();
    at.footprint().add(table, Access.WRITE);
    while (!at.isAtEnd()) {
      if (at.skipped("RENAME")) {
        renameTo(table);
      } else if (lexer.isWord("EXCHANGE")) {
        at.behind("TABLE", StatementKind.DDL, Access.WRITE);
      } else {
        clause();
      }
    }
    return StatementKind.DDL;
  }

  /** RENAME COLUMN, INDEX and KEY name no tables. */
  private void renameTo(@Nullable TableName table) {
    boolean isOfTable = !lexer.isWord("COLUMN") && !lexer.isWord("INDEX") && !lexer.isWord("KEY");
    if (isOfTable) {
      if (lexer.isWord("TO") || lexer.isWord("AS") || lexer.isSymbol('=')) {
        at.next();
      }
      named(Access.WRITE);
      if (table != null) {
        at.effects().add(new Effect.TablesDropped(Set.of(table)));
      }
    }
  }

  private StatementKind clauses() {
    while (!at.isAtEnd()) {
      clause();
    }
    return StatementKind.DDL;
  }

  /**
   * Tables that others refer to are locked like the table itself; so are those of a MERGE table.
   */
  private void clause() {
    if (lexer.isWord("REFERENCES")) {
      at.next();
      named(Access.WRITE);
    } else if (lexer.isWord("UNION") && lexer.isFollowedBy('=')) {
      at.footprint().unknown();
      at.next();
    } else {
      at.accept();
    }
  }

  /** The table stands behind ON; DROP TRIGGER names none, but it is of the trigger's schema. */
  private StatementKind trigger(String verb) {
    at.next();
    if (verb.equals("CREATE")) {
      while (!at.isAtEnd() && !lexer.isWord("ON")) {
        at.next();
      }
      at.next();
      named(Access.WRITE);
      return at.skipBody();
    }
    while (isExistenceTest()) {
      at.next();
    }
    at.footprint().addSchema(at.name().schemaOr(at.schema()), Access.WRITE);
    return at.skip(StatementKind.DDL);
  }

  /** A new schema has no tables; what changes one, or removes it, locks all of its tables. */
  private StatementKind schema(String verb) {
    at.next();
    while (isExistenceTest()) {
      at.next();
    }
    if (verb.equals("CREATE")) {
      at.nameSchema(at.name().name());
      return at.skip(StatementKind.DDL);
    }
    QualifiedName name = isNameLeftOut() ? new QualifiedName("", "") : at.name();
    at.footprint().addSchema(name.name().isEmpty() ? at.schema() : name.name(), Access.WRITE);
    return at.skip(StatementKind.DDL);
  }

  /** ALTER DATABASE without a name means the current one. */
  private boolean isNameLeftOut() {
    return switch (lexer.keyword()) {
      case "CHARACTER", "COLLATE", "DEFAULT", "READ" -> true;
      case "CHARSET", "ENCRYPTION" -> !lexer.isFollowedByName();
      default -> false;
    };
  }

  private boolean skipComma() {
    boolean isComma = lexer.isSymbol(',');
    if (isComma) {
      at.next();
    }
    return isComma;
  }
}
