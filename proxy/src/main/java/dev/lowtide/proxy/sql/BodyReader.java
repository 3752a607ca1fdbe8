package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Footprint;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a routine, a trigger or an event, as the server's dictionary keeps it
 * (ROUTINE_DEFINITION, ACTION_STATEMENT, EVENT_DEFINITION in information_schema).
 *
 * <p>Every statement in it counts, whatever way leads there, and every condition. What is prepared
 * and executed inside is unknown. Bodies in other languages than SQL are not for this reader.
 */
public final class BodyReader {

  private final StatementCursor at;
  private final SqlLexer lexer;
  private final VerbReader verbs;
  private Footprint footprint = Footprint.NONE;

  private BodyReader(String body, Reading reading, String schema) {
    this.lexer = new SqlLexer(body, reading);
    this.at = new StatementCursor(lexer, reading, schema);
    this.verbs = new VerbReader(at);
  }

  /**
   * What running the body may touch, by the names that stand in it.
   *
   * @param schema the schema that the body's owner is in: names without one mean it
   */
  public static Footprint read(String body, String schema, boolean hasBackslashEscapes) {
    Set<Reading> known = new LinkedHashSet<>(Set.of(Reading.first(hasBackslashEscapes)));
    Set<Reading> read = new HashSet<>();
    Footprint footprint = Footprint.NONE;
    for (Reading next = next(known, read); next != null; next = next(known, read)) {
      BodyReader reader = new BodyReader(body, next, schema);
      footprint = footprint.plus(reader.read());
      known.addAll(reader.lexer.alternatives());
    }
    return footprint;
  }

  private static @Nullable Reading next(Set<Reading> known, Set<Reading> read) {
    return known.stream().filter(read::add).findFirst().orElse(null);
  }

  private Footprint read() {
    at.next();
    while (lexer.token() != Token.END) {
      at.begin();
      readStatement();
      footprint = footprint.plus(at.tables().footprint());
      if (lexer.isSymbol(';')) {
        at.next();
      }
    }
    return footprint;
  }

  /** Whatever is read here ends before a semicolon, or where another statement begins. */
  private void readStatement() {
    if (isLabel()) {
      at.next();
      at.next();
      return;
    }
    switch (lexer.keyword()) {
      case "BEGIN", "ELSE", "LOOP", "REPEAT" -> at.next();
      case "IF", "ELSEIF", "WHEN" -> conditionUntil("THEN");
      case "WHILE", "FOR" -> conditionUntil("DO");
      case "CASE" -> conditionUntil("WHEN");
      case "DECLARE" -> declare();
      case "END", "LEAVE", "ITERATE", "OPEN", "CLOSE", "FETCH" -> at.skip(StatementKind.OTHER);
      case "RETURN", "UNTIL" -> expression();
      default -> statement();
    }
  }

  private boolean isLabel() {
    return lexer.isName() && lexer.isFollowedBy(':');
  }

  /** Up to a word that is not within a CASE of the condition's own, and behind it. */
  private void conditionUntil(String word) {
    at.next();
    int cases = 0;
    while (!at.isAtEnd() && !(cases == 0 && at.tables().depth() == 0 && lexer.isWord(word))) {
      cases += lexer.isWord("CASE") ? 1 : lexer.isWord("END") ? -1 : 0;
      at.accept();
    }
    if (!at.isAtEnd() && !word.equals("WHEN")) {
      at.next();
    }
  }

  /** Variables with their defaults, cursors with their queries, handlers with their statements. */
  private void declare() {
    while (!at.isAtEnd() && !lexer.isWord("FOR") && !lexer.isWord("DEFAULT")) {
      at.next();
    }
    if (at.skipped("FOR")) {
      skipConditions();
    } else {
      at.rest(StatementKind.OTHER);
    }
  }

  /** What a handler is for; behind it, or behind a cursor's FOR, a statement begins. */
  private void skipConditions() {
    boolean isMore = true;
    while (isMore && !at.isAtEnd()) {
      if (at.skipped("SQLSTATE")) {
        at.skipped("VALUE");
        at.next();
      } else if (at.skipped("NOT") || isCondition()) {
        at.next();
      }
      isMore = lexer.isSymbol(',');
      if (isMore) {
        at.next();
      }
    }
  }

  /** A number, a word for a class of errors, or the name of a condition: no verb in any case. */
  private boolean isCondition() {
    return switch (lexer.keyword()) {
      case "SQLWARNING", "SQLEXCEPTION" -> true;
      default ->
          lexer.token() == Token.NUMBER
              || lexer.token() == Token.NAME
              || (lexer.token() == Token.WORD && isFollowedByStatement());
    };
  }

  /** An error's name has a statement behind it, or a comma; a verb has neither. */
  private boolean isFollowedByStatement() {
    return lexer.isFollowedBy(',')
        || lexer.isFollowedBy("BEGIN")
        || (!isVerb() && lexer.isFollowedByName());
  }

  private boolean isVerb() {
    return ServerWords.contains(lexer.keyword()) || isUnreservedVerb(lexer.keyword());
  }

  private static boolean isUnreservedVerb(String keyword) {
    return switch (keyword) {
      case "BEGIN",
          "CLOSE",
          "COMMIT",
          "DEALLOCATE",
          "DO",
          "EXECUTE",
          "FLUSH",
          "HANDLER",
          "OPEN",
          "PREPARE",
          "ROLLBACK",
          "SAVEPOINT",
          "START",
          "TRUNCATE" ->
          true;
      default -> false;
    };
  }

  private void expression() {
    at.next();
    at.rest(StatementKind.OTHER);
  }

  private void statement() {
    while (lexer.isSymbol('(')) {
      at.accept();
    }
    if (!at.isAtEnd()) {
      at.rest(verbs.read());
    }
  }
}
