package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the tables and the functions that a statement names, token by token.
 *
 * <p>It knows no grammar, only where names of tables stand: after FROM and JOIN, after each comma
 * of a FROM clause, and where the caller announces one with {@link #expect}. One {@link Scope} per
 * open parenthesis keeps a subquery's clauses apart from those around it.
 */
final class TableCollector {

  /** Nobody nests deeper by hand; beyond it the statement counts as unknown. */
  private static final int DEPTH_MAX = 100;

  /** What no table can be called without quotes. */
  private static final Pattern NUMBER_ONLY = Pattern.compile("\\d.*\\..*|\\d+|0x[0-9a-fA-F]*");

  private final String schema;
  private final FootprintBuilder footprint = new FootprintBuilder();
  private final FunctionFinder functions;
  private final Deque<Scope> scopes = new ArrayDeque<>();

  private String previous = "";

  /**
   * The schema is that of names which come without one; empty if there is none.
   *
   * @param effects where those of functions go
   */
  TableCollector(String schema, List<Effect> effects) {
    this.schema = schema;
    this.functions = new FunctionFinder(schema, footprint, effects);
    scopes.push(Scope.ofStatement());
  }

  Footprint footprint() {
    return footprint.build();
  }

  FootprintBuilder builder() {
    return footprint;
  }

  int depth() {
    return scopes.size() - 1;
  }

  /** Tables that the statement's own FROM clause, or what stands in its place, has named. */
  List<Mention> mentions() {
    return scope().block;
  }

  /** What is defined has columns and types, which look like functions until a query begins. */
  void define() {
    functions.waitForQuery();
  }

  /**
   * The next name, after optional words, is a table's; if it is a list, so are those that follow.
   */
  void expect(Access access, boolean isList) {
    scope().expect(access, isList);
  }

  /** From here on FROM announces tables that are needed for this. */
  void query(Access access) {
    scope().isQuery = true;
    scope().access = access;
  }

  /** Whether common tables are still being defined, and the statement proper has not begun. */
  boolean isInWith(SqlLexer lexer) {
    return depth() > 0 || scope().with.goesOn(lexer);
  }

  void uncertain() {
    footprint.unknown();
  }

  /** Takes the lexer's current token, and the rest of the name if it begins one. */
  void accept(SqlLexer lexer) {
    Scope scope = scope();
    String keyword = lexer.keyword();
    if (!scope.with.accept(lexer)) {
      acceptToken(scope, lexer, keyword);
    }
    previous = lexer.isSymbol('{') ? "{" : keyword;
  }

  private void acceptToken(Scope scope, SqlLexer lexer, String keyword) {
    functions.accept(lexer, keyword, scope.isExpectingTable);
    if (lexer.token() == Token.SYMBOL) {
      acceptSymbol(lexer);
      return;
    }
    boolean isExpectingQuery = scope.isExpectingQuery;
    scope.isExpectingQuery = false;
    if (acceptKeyword(scope, lexer, keyword)) {
      boolean isQuantifier = keyword.equals("ALL") || keyword.equals("DISTINCT");
      scope.isExpectingQuery |= isQuantifier && isExpectingQuery;
    } else if (scope.isExpectingTable) {
      acceptTable(scope, lexer);
    } else if (scope.isExpectingAlias) {
      scope.acceptAlias(lexer, keyword);
    }
  }

  private void acceptSymbol(SqlLexer lexer) {
    if (lexer.isSymbol('(')) {
      open();
    } else if (lexer.isSymbol(')')) {
      close();
    } else if (lexer.isSymbol(',')) {
      scope().isExpectingTable = scope().isInFrom;
      scope().isExpectingAlias = false;
    } else if (!lexer.isSymbol('{') && !lexer.isSymbol('.')) {
      scope().isExpectingTable = false;
      scope().isExpectingAlias = false;
    }
  }

  private void open() {
    if (scopes.size() > DEPTH_MAX) {
      uncertain();
    } else {
      scopes.push(scope().open());
    }
  }

  private void close() {
    if (scopes.size() > 1) {
      Scope inner = scopes.pop();
      scope().close(inner);
    }
  }

  /** True if the token is a keyword that has to do with where tables stand. */
  private boolean acceptKeyword(Scope scope, SqlLexer lexer, String keyword) {
    switch (keyword) {
      case "SELECT", "VALUES" -> beginQuery(scope);
      case "TABLE" -> {
        beginQuery(scope);
        scope.expect(Access.READ, false);
      }
      case "WITH" -> beginWith(scope);
      case "FROM" -> beginFrom(scope);
      case "JOIN" -> scope.isExpectingTable = !previous.equals("FOR");
      case "STRAIGHT_JOIN" -> scope.isExpectingTable = scope.isInFrom;
      case "ON", "USING" -> scope.isExpectingTable = false;
      case "UPDATE" -> lockRows(scope);
      case "SHARE" -> {
        return isBehindForOrIn() && endFrom(scope);
      }
      case "DUPLICATE" -> {
        return previous.equals("ON") && lexer.isFollowedBy("KEY") && endFrom(scope);
      }
      case "UNION", "EXCEPT", "INTERSECT" -> {
        endFrom(scope);
        scope.isQuery = true;
        scope.isExpectingQuery = true;
      }
      case "WHERE", "HAVING", "LIMIT", "WINDOW", "SET", "INTO" -> endFrom(scope);
      case "GROUP", "ORDER" -> {
        // FORCE INDEX FOR ORDER BY is a hint inside the clause.
        return !previous.equals("FOR") && endFrom(scope);
      }
      case "ALL", "DISTINCT" -> {
        return true;
      }
      default -> {
        return scope.isExpectingTable && isModifier(keyword);
      }
    }
    scope.isExpectingAlias = false;
    return true;
  }

  private void beginQuery(Scope scope) {
    functions.onQuery();
    scope.beginQuery();
  }

  private static void beginWith(Scope scope) {
    if (!scope.isQuery) {
      scope.endFrom();
      scope.with.begin();
    }
  }

  private static void beginFrom(Scope scope) {
    if (scope.isQuery) {
      scope.expect(scope.access, true);
    }
  }

  /** FOR UPDATE wants write locks on what its query has named, but not on what subqueries have. */
  private void lockRows(Scope scope) {
    if (!previous.equals("FOR")) {
      return;
    }
    if (scope.isBlockWhole) {
      footprint.write(scope.block);
    } else {
      footprint.writeAll();
    }
    scope.endFrom();
  }

  private boolean isBehindForOrIn() {
    return previous.equals("FOR") || previous.equals("IN");
  }

  private static boolean endFrom(Scope scope) {
    scope.endFrom();
    scope.isExpectingAlias = false;
    return true;
  }

  /** Words that may stand between the announcement of a table and its name. */
  private boolean isModifier(String keyword) {
    return switch (keyword) {
      case "LATERAL", "IF", "NOT", "EXISTS", "LOW_PRIORITY", "IGNORE" -> true;
      case "OJ" -> previous.equals("{");
      default -> false;
    };
  }

  private void acceptTable(Scope scope, SqlLexer lexer) {
    Access access = scope.access;
    boolean isInFrom = scope.isInFrom;
    scope.onTable();
    if (lexer.isName() || isNameThatBeginsWithDigit(lexer)) {
      acceptName(scope, lexer, access, isInFrom);
    }
  }

  /** In {@code FROM 1e5} there can be no number, behind a dot there can be nothing but a name. */
  private static boolean isNameThatBeginsWithDigit(SqlLexer lexer) {
    return lexer.token() == Token.NUMBER
        && (lexer.isBehindDotOrAt() || !NUMBER_ONLY.matcher(lexer.text()).matches());
  }

  private void acceptName(Scope scope, SqlLexer lexer, Access access, boolean isInFrom) {
    String first = lexer.name();
    boolean isDual = lexer.isWord("DUAL");
    boolean isFunction = isInFrom && lexer.isFollowedBy('(');
    if (lexer.isFollowedBy('.')) {
      lexer.next();
      lexer.next();
      boolean isName = lexer.token() != Token.SYMBOL && lexer.token() != Token.END;
      add(scope, isName ? table(first, lexer.name()) : table(schema, first), access);
    } else if (!isDual && !isFunction && !isCommonTable(first)) {
      add(scope, table(schema, first), access);
    }
  }

  private static @Nullable TableName table(String schema, String name) {
    return FootprintBuilder.table(schema, name);
  }

  /**
   * Where WITH stands inside of what WITH stands before, servers do not always look for a name
   * further out; so only the nearest one keeps it from being a table's.
   */
  private boolean isCommonTable(String name) {
    for (Scope scope : scopes) {
      if (scope.with.hasBegun()) {
        return scope.with.defines(name);
      }
    }
    return false;
  }

  private void add(Scope scope, @Nullable TableName table, Access access) {
    footprint.add(table, access);
    if (table != null && scope.block.size() <= Footprint.NAMES_MAX) {
      scope.add(new Mention(table, ""));
    }
  }

  private Scope scope() {
    return scopes.getFirst();
  }
}
