package dev.lowtide.proxy.sql;

/** Tells where the body of a routine ends, by counting what opens a block and what closes one. */
final class BodySkipper {

  private int depth;
  private boolean isStartOfStatement;
  private boolean isBehindEnd;

  boolean isOutside() {
    return depth <= 0;
  }

  void accept(SqlLexer lexer) {
    String keyword = lexer.keyword();
    boolean isOpening =
        switch (keyword) {
          case "BEGIN", "CASE" -> !isBehindEnd;
          case "IF", "LOOP", "WHILE", "REPEAT" -> isStartOfStatement && !isBehindEnd;
          default -> false;
        };
    boolean isEnd = keyword.equals("END");
    depth += isOpening ? 1 : isEnd ? -1 : 0;
    isStartOfStatement = isStart(lexer, keyword) && !isBehindEnd;
    isBehindEnd = isEnd;
  }

  private static boolean isStart(SqlLexer lexer, String keyword) {
    return switch (keyword) {
      case "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT" -> true;
      default -> lexer.isSymbol(';') || lexer.isSymbol(':');
    };
  }
}
