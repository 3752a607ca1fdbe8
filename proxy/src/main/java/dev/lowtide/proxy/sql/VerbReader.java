package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import org.jspecify.annotations.Nullable;

/** Tells a statement's kind by its first word, and hands it to those who know such statements. */
final class VerbReader {

  private final StatementCursor at;
  private final SqlLexer lexer;
  private final QueryReader queries;
  private final DefinitionReader definitions;
  private final MaintenanceReader maintenance;
  private final SettingReader settings;
  private final NamedReader named;

  private @Nullable String usedSchema;

  VerbReader(StatementCursor at) {
    this.at = at;
    this.lexer = at.lexer();
    this.queries = new QueryReader(at);
    this.definitions = new DefinitionReader(at);
    this.maintenance = new MaintenanceReader(at);
    this.settings = new SettingReader(at);
    this.named = new NamedReader(at);
  }

  /** The schema that the last USE in the text changes to, or null. */
  @Nullable String usedSchema() {
    return usedSchema;
  }

  /** Whether a SET in the text may have changed how what follows is to be read. */
  boolean changesMode() {
    return settings.changesMode();
  }

  /** Announces the tables that stand behind the verb, and reads as far as it has to. */
  StatementKind read() {
    String verb = lexer.keyword();
    return switch (verb) {
      case "SELECT", "VALUES", "TABLE", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE" ->
          queries.read(verb);
      case "EXPLAIN", "DESCRIBE", "DESC" -> explain();
      case "LOAD" -> load();
      case "DO" -> StatementKind.SELECT;
      case "CALL" -> call();
      case "DROP" -> lexer.isFollowedBy("PREPARE") ? named.deallocate() : definitions.define(verb);
      case "CREATE", "ALTER", "RENAME", "TRUNCATE" -> definitions.define(verb);
      case "ANALYZE", "CHECK", "CHECKSUM" -> maintenance.maintain(Access.READ);
      case "OPTIMIZE", "REPAIR" -> maintenance.maintain(Access.WRITE);
      case "CACHE" -> maintenance.cacheIndex();
      case "FLUSH" -> maintenance.flush();
      case "LOCK" -> maintenance.lock();
      case "SHOW" -> maintenance.show();
      case "HANDLER" -> named.handler();
      case "PREPARE" -> named.prepare();
      case "EXECUTE" -> named.execute();
      case "DEALLOCATE" -> named.deallocate();
      case "XA" -> named.xa();
      case "SET" -> set();
      default -> readControl(verb);
    };
  }

  /** Statements that name no tables, or none that we could know of. */
  private StatementKind readControl(String verb) {
    return switch (verb) {
      case "BEGIN" -> begin();
      case "START" -> start();
      case "COMMIT" -> StatementKind.COMMIT;
      case "ROLLBACK" -> rollback();
      case "SAVEPOINT", "RELEASE" -> StatementKind.SAVEPOINT;
      case "USE" -> use();
      case "UNLOCK" -> StatementKind.UNLOCK_TABLES;
      case "GRANT", "REVOKE", "INSTALL", "UNINSTALL" -> at.skip(StatementKind.DDL);
      case "IMPORT" -> at.unknown(StatementKind.DDL);
      case "HELP", "KILL", "GET", "SIGNAL", "RESIGNAL", "PURGE", "RESET", "CHANGE", "STOP" ->
          at.rest(StatementKind.SHOW);
      default -> at.unknown(StatementKind.OTHER);
    };
  }

  /** EXPLAIN of a statement is locked like the statement; DESCRIBE of a table reads it. */
  private StatementKind explain() {
    at.next();
    boolean isRun = at.skipped("ANALYZE");
    String schema = at.schema();
    int effects = at.effects().size();
    skipOptions();
    if (lexer.isWord("FOR") || lexer.isWord("INTO")) {
      return at.skip(StatementKind.SHOW);
    }
    if (queries.isVerb(lexer.keyword())) {
      queries.read(lexer.keyword());
    } else if (!at.isAtEnd() && !lexer.isSymbol('(')) {
      at.tables().expect(Access.READ, false);
    }
    at.rest(StatementKind.SELECT);
    at.use(schema);
    if (!isRun) {
      at.effects().subList(effects, at.effects().size()).removeIf(Effect::isLess);
    }
    return StatementKind.SELECT;
  }

  private void skipOptions() {
    boolean isOption = true;
    while (isOption) {
      if (lexer.isWord("FORMAT") && lexer.isFollowedBy('=')) {
        skip(3);
      } else if (lexer.isWord("INTO") && lexer.isFollowedBy('@')) {
        skip(3);
      } else if (lexer.isWord("FOR") && isFollowedBySchema()) {
        skip(2);
        String schema = at.name().name();
        at.nameSchema(schema);
        at.use(schema);
        at.begin();
      } else if (isOldOption() && (lexer.isFollowedByName() || lexer.isFollowedBy('('))) {
        at.next();
      } else {
        isOption = at.skipped("ANALYZE");
      }
    }
  }

  private boolean isOldOption() {
    return lexer.isWord("EXTENDED") || lexer.isWord("PARTITIONS");
  }

  private boolean isFollowedBySchema() {
    return lexer.isFollowedBy("SCHEMA") || lexer.isFollowedBy("DATABASE");
  }

  private void skip(int tokens) {
    for (int i = 0; i < tokens && !at.isAtEnd(); i++) {
      at.next();
    }
  }

  private StatementKind load() {
    at.next();
    if (lexer.isWord("INDEX")) {
      return maintenance.cacheIndex();
    }
    at.behind("TABLE", StatementKind.LOAD, Access.WRITE);
    return at.rest(StatementKind.LOAD);
  }

  private StatementKind call() {
    at.next();
    StatementCursor.QualifiedName name = at.name();
    at.footprint().addProcedure(name.schemaOr(at.schema()), name.name());
    return StatementKind.CALL;
  }

  /** MariaDB's SET STATEMENT … FOR is the statement behind it. */
  private StatementKind set() {
    at.next();
    if (!lexer.isWord("STATEMENT") || !lexer.isFollowedByName()) {
      return settings.read();
    }
    while (!at.isAtEnd() && !(lexer.isWord("FOR") && at.tables().depth() == 0)) {
      at.accept();
    }
    at.skipped("FOR");
    return at.isAtEnd() ? StatementKind.SET : at.unknown(StatementKind.OTHER);
  }

  /** MariaDB's BEGIN NOT ATOMIC is a block, not a transaction. */
  private StatementKind begin() {
    at.next();
    return lexer.isWord("NOT") ? at.unknown(StatementKind.OTHER) : at.skip(StatementKind.BEGIN);
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
    at.skipped("WORK");
    return lexer.isWord("TO") ? StatementKind.SAVEPOINT : StatementKind.ROLLBACK;
  }

  private StatementKind use() {
    at.next();
    if (!at.isAtEnd()) {
      usedSchema = lexer.name();
      at.nameSchema(usedSchema);
      at.use(usedSchema);
    }
    return at.skip(StatementKind.USE);
  }
}
