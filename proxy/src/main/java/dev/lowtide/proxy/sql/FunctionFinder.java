package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.TableName;
import java.util.List;

/**
 * Finds what may be a stored function: a name with a parenthesis behind it that is not the server's
 * own. On its way it meets the server's functions that take and release user locks.
 */
final class FunctionFinder {

  /** More effects of one text than anybody's session can have use for. */
  private static final int EFFECTS_MAX = 64;

  private final String schema;
  private final FootprintBuilder footprint;
  private final List<Effect> effects;

  private boolean isWaitingForQuery;

  /** A name that may turn out to be a schema: one with a dot behind it. */
  private String qualifier = "";

  /** Behind AS, or a closing parenthesis, a name with a parenthesis is an alias with columns. */
  private boolean isBehindAs;

  FunctionFinder(String schema, FootprintBuilder footprint, List<Effect> effects) {
    this.schema = schema;
    this.footprint = footprint;
    this.effects = effects;
  }

  void waitForQuery() {
    isWaitingForQuery = true;
  }

  void onQuery() {
    isWaitingForQuery = false;
  }

  void accept(SqlLexer lexer, String keyword, boolean isInPlaceOfTable) {
    if (lexer.isName() && !isInPlaceOfTable) {
      acceptName(lexer, keyword);
    } else if (!lexer.isSymbol('.')) {
      qualifier = "";
    }
    isBehindAs = keyword.equals("AS") || lexer.isSymbol(')');
  }

  private void acceptName(SqlLexer lexer, String keyword) {
    boolean isCall = !isWaitingForQuery && !isBehindAs && lexer.isFollowedBy('(');
    if (isCall && !qualifier.isEmpty() && lexer.isBehindDotOrAt()) {
      footprint.addFunction(qualifier, lexer.name());
    } else if (isCall && !lexer.isBehindDotOrAt() && !ServerWords.contains(keyword)) {
      footprint.addFunction(schema, lexer.name());
    }
    if (isCall && !lexer.isBehindDotOrAt()) {
      onOwnFunction(TableName.fold(lexer.name()));
    }
    qualifier = !lexer.isBehindDotOrAt() && lexer.isFollowedBy('.') ? lexer.name() : "";
  }

  private void onOwnFunction(String name) {
    if (effects.size() >= EFFECTS_MAX) {
      return;
    }
    switch (name) {
      case "get_lock" -> effects.add(new Effect.UserLockTaken());
      case "release_lock" -> effects.add(new Effect.UserLockReleased(false));
      case "release_all_locks" -> effects.add(new Effect.UserLockReleased(true));
      default -> {}
    }
  }
}
