package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.sql.StatementCursor.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** Reads statements that read and change rows. */
final class QueryReader {

  private final StatementCursor at;
  private final SqlLexer lexer;

  QueryReader(StatementCursor at) {
    this.at = at;
    this.lexer = at.lexer();
  }

  boolean isVerb(String keyword) {
    return switch (keyword) {
      case "SELECT", "VALUES", "TABLE", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE" -> true;
      default -> false;
    };
  }

  StatementKind read(String verb) {
    return switch (verb) {
      case "WITH" -> with();
      case "INSERT" -> insert(StatementKind.INSERT);
      case "REPLACE" -> insert(StatementKind.REPLACE);
      case "UPDATE" -> at.announce(StatementKind.UPDATE, Access.WRITE, true);
      case "DELETE" -> delete();
      default -> StatementKind.SELECT;
    };
  }

  private StatementKind with() {
    at.accept();
    while (!at.isAtEnd() && at.tables().isInWith(lexer)) {
      at.accept();
    }
    boolean isChange = lexer.isWord("UPDATE") || lexer.isWord("DELETE");
    return isChange ? read(lexer.keyword()) : StatementKind.SELECT;
  }

  private StatementKind insert(StatementKind kind) {
    at.announce(kind, Access.WRITE, false);
    while (isInsertModifier(lexer.keyword())) {
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

  /**
   * DELETE FROM t, or one of the two kinds that name first what is deleted, then where it is found:
   * DELETE a FROM t AS a JOIN b, and DELETE FROM a USING t AS a JOIN b.
   */
  private StatementKind delete() {
    at.next();
    while (isDeleteModifier()) {
      at.next();
    }
    boolean isBehindFrom = at.skipped("FROM");
    List<QualifiedName> targets = targets();
    boolean isSeveral = at.skipped(isBehindFrom ? "USING" : "FROM");
    if (isSeveral) {
      at.tables().expect(Access.READ, true);
      at.tables().query(Access.READ);
      at.rest(StatementKind.DELETE);
      targets.forEach(this::write);
    } else {
      targets.forEach(name -> at.footprint().add(at.table(name), Access.WRITE));
      at.tables().query(Access.READ);
    }
    return at.rest(StatementKind.DELETE);
  }

  /** QUICK may be a table's name as well. */
  private boolean isDeleteModifier() {
    boolean isQuick = lexer.isWord("QUICK") && !lexer.isFollowedBy('.') && !lexer.isFollowedBy(',');
    return lexer.isWord("LOW_PRIORITY") || lexer.isWord("IGNORE") || isQuick;
  }

  private List<QualifiedName> targets() {
    List<QualifiedName> targets = new ArrayList<>();
    boolean isMore = true;
    while (isMore && !at.isAtEnd()) {
      skipDot();
      targets.add(at.name());
      while (lexer.isSymbol('.') || lexer.isSymbol('*')) {
        at.next();
      }
      isMore = lexer.isSymbol(',');
      if (isMore) {
        at.next();
      }
    }
    return targets;
  }

  /** A dot with nothing before it means the current schema. */
  private void skipDot() {
    if (lexer.isSymbol('.')) {
      at.next();
    }
  }

  /** Who deletes from a table that nobody can find in the list may delete from any of the list. */
  private void write(QualifiedName target) {
    List<Mention> all = at.tables().mentions();
    List<Mention> meant =
        all.stream().filter(mention -> mention.isCalled(target.schema(), target.name())).toList();
    if (all.isEmpty()) {
      at.footprint().writeAll();
    } else {
      at.footprint().write(meant.isEmpty() ? all : meant);
    }
  }
}
