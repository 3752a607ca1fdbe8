package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.IsolationLevel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads SET: whose isolation it sets, and the subqueries and functions in its values.
 *
 * <p>A word for the scope holds for the assignments that follow it too. Without one SET TRANSACTION
 * and {@code @@transaction_isolation} mean the next transaction only, transaction_isolation alone
 * means the session ("SET TRANSACTION" and "SET Syntax for Variable Assignment" in the manual).
 */
final class SettingReader {

  private enum Scope {
    SESSION,
    NEXT_TRANSACTION,
    OTHERS
  }

  private final StatementCursor at;
  private final SqlLexer lexer;
  private boolean changesMode;

  SettingReader(StatementCursor at) {
    this.at = at;
    this.lexer = at.lexer();
  }

  /** Whether sql_mode was set, which says how texts are to be read. */
  boolean changesMode() {
    return changesMode;
  }

  /** Reads what stands behind SET. */
  StatementKind read() {
    Scope scope = Scope.SESSION;
    do {
      Scope word = isNameOfScope() ? scope(lexer.keyword()) : null;
      if (word != null) {
        scope = word;
        at.next();
      }
      if (lexer.isWord("TRANSACTION")) {
        transaction(word == null ? Scope.NEXT_TRANSACTION : word);
      } else {
        assignment(scope);
      }
    } while (skipComma());
    return StatementKind.SET;
  }

  private boolean isNameOfScope() {
    return lexer.isFollowedByName() || lexer.isFollowedBy('@');
  }

  private static @Nullable Scope scope(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "SESSION", "LOCAL" -> Scope.SESSION;
      case "GLOBAL", "PERSIST", "PERSIST_ONLY" -> Scope.OTHERS;
      default -> null;
    };
  }

  /** TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY, in either order. */
  private void transaction(Scope scope) {
    while (!at.isAtEnd()) {
      at.next();
      if (at.skipped("LEVEL")) {
        String first = lexer.keyword();
        at.next();
        boolean isOneWord = first.equals("SERIALIZABLE");
        set(scope, level(isOneWord ? first : first + "-" + lexer.keyword()));
      }
    }
  }

  private void assignment(Scope scope) {
    if (!lexer.isSymbol('@')) {
      variable(scope);
      return;
    }
    at.accept();
    if (lexer.isSymbol('@')) {
      at.accept();
      systemVariable();
    } else {
      value();
    }
  }

  private void systemVariable() {
    Scope named = lexer.isFollowedBy('.') ? scope(lexer.name()) : null;
    if (named != null) {
      at.accept();
      at.accept();
    }
    variable(named == null ? Scope.NEXT_TRANSACTION : named);
  }

  private void variable(Scope scope) {
    String name = lexer.isName() ? lexer.name().toLowerCase(Locale.ROOT) : "";
    while (!isAtEndOfAssignment() && !lexer.isSymbol('=')) {
      at.accept();
    }
    if (lexer.isSymbol('=')) {
      at.accept();
    }
    changesMode |= name.equals("sql_mode");
    if (name.equals("transaction_isolation") || name.equals("tx_isolation")) {
      isolation(scope);
    }
    value();
  }

  /** The value of an expression is not ours to know. */
  private void isolation(Scope scope) {
    boolean isSimple = lexer.token() != Token.SYMBOL && !at.isAtEnd();
    String text = isSimple ? lexer.name() : "";
    if (!isAtEndOfAssignment()) {
      at.accept();
    }
    set(scope, level(isAtEndOfAssignment() ? text : ""));
  }

  private void value() {
    while (!isAtEndOfAssignment()) {
      at.accept();
    }
  }

  private boolean isAtEndOfAssignment() {
    return at.isAtEnd() || (lexer.isSymbol(',') && at.tables().depth() == 0);
  }

  private boolean skipComma() {
    boolean isComma = !at.isAtEnd();
    if (isComma) {
      at.accept();
    }
    return isComma;
  }

  private void set(Scope scope, IsolationLevel level) {
    if (scope != Scope.OTHERS) {
      at.effects().add(new Effect.IsolationSet(level, scope == Scope.SESSION));
    }
  }

  /** Of what nobody can tell is said that it keeps read views, for which others have to wait. */
  private static IsolationLevel level(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "READ-UNCOMMITTED", "0" -> IsolationLevel.READ_UNCOMMITTED;
      case "READ-COMMITTED", "1" -> IsolationLevel.READ_COMMITTED;
      case "SERIALIZABLE", "3" -> IsolationLevel.SERIALIZABLE;
      case "DEFAULT" -> IsolationLevel.SERVER_DEFAULT;
      default -> IsolationLevel.REPEATABLE_READ;
    };
  }
}
