package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Collects the tables that a statement names, token by token.
 *
 * <p>It knows no grammar, only where names of tables stand: after FROM and JOIN, after each comma
 * of a FROM clause, and where the caller announces one with {@link #expect}. One level per open
 * parenthesis keeps a subquery's clauses apart from those around it.
 */
final class TableCollector {

  /** Nobody nests deeper by hand; beyond it the statement counts as unknown. */
  private static final int DEPTH_MAX = 100;

  private final String schema;
  private final Map<TableName, Access> tables = new HashMap<>();
  private final Set<String> commonTables = new HashSet<>();
  private final Deque<Level> levels = new ArrayDeque<>();
  private String previous = "";
  private boolean isUncertain;

  private static final class Level {
    /** A query stands here, so FROM is a clause and not an argument as in TRIM(a FROM b). */
    boolean isQuery;

    /** Between FROM and the next clause: a comma announces a table. */
    boolean isInFrom;

    boolean isExpectingTable;

    /** What the next tables are needed for. */
    Access access = Access.READ;

    /** Between WITH and the statement it belongs to: names here are those of common tables. */
    boolean isInWith;

    boolean isRecursive;
    String commonTable = "";
  }

  /** The schema is that of names which come without one; empty if there is none. */
  TableCollector(String schema) {
    this.schema = schema;
    levels.push(new Level());
  }

  Footprint footprint() {
    return new Footprint(tables, Map.of(), Set.of(), isUncertain);
  }

  int depth() {
    return levels.size() - 1;
  }

  /**
   * The next name, after optional words, is a table's; if it is a list, so are those that follow.
   */
  void expect(Access access, boolean isList) {
    Level level = level();
    level.access = access;
    level.isExpectingTable = true;
    level.isInFrom = isList;
  }

  /** From here on FROM announces tables that are needed for this. */
  void query(Access access) {
    level().isQuery = true;
    level().access = access;
  }

  /** What was named so far turned out to be aliases. */
  void forget() {
    tables.clear();
  }

  void uncertain() {
    isUncertain = true;
  }

  /** Takes the lexer's current token, and the rest of the name if it begins one. */
  void accept(SqlLexer lexer) {
    String keyword = lexer.keyword();
    if (lexer.token() == Token.SYMBOL) {
      acceptSymbol(lexer);
    } else if (level().isInWith && !isVerb(keyword)) {
      acceptInWith(lexer, keyword);
    } else if (!acceptKeyword(lexer, keyword) && level().isExpectingTable) {
      acceptTable(lexer);
    }
    previous = lexer.isSymbol('{') ? "{" : keyword;
  }

  private void acceptSymbol(SqlLexer lexer) {
    if (lexer.isSymbol('(')) {
      open();
    } else if (lexer.isSymbol(')')) {
      close();
    } else if (lexer.isSymbol(',')) {
      level().isExpectingTable = level().isInFrom;
    } else if (!lexer.isSymbol('{')) {
      level().isExpectingTable = false;
    }
  }

  /** Where a table is expected, a parenthesis opens a subquery or a join of its own. */
  private void open() {
    if (levels.size() > DEPTH_MAX) {
      isUncertain = true;
      return;
    }
    Level outer = level();
    Level inner = new Level();
    if (outer.isExpectingTable) {
      inner.isExpectingTable = true;
      inner.isInFrom = true;
      inner.access = outer.access;
      outer.isExpectingTable = false;
    }
    levels.push(inner);
  }

  private void close() {
    if (levels.size() > 1) {
      levels.pop();
      if (level().isInWith && !level().isRecursive) {
        addCommonTable();
      }
    }
  }

  private static boolean isVerb(String keyword) {
    return switch (keyword) {
      case "SELECT", "VALUES", "TABLE", "UPDATE", "DELETE" -> true;
      default -> false;
    };
  }

  private void acceptInWith(SqlLexer lexer, String keyword) {
    if (keyword.equals("RECURSIVE")) {
      level().isRecursive = true;
    } else if (!keyword.equals("AS")) {
      level().commonTable = lexer.name();
      if (level().isRecursive) {
        addCommonTable();
      }
    }
  }

  /** Unless it is recursive, its name means something else inside its own body. */
  private void addCommonTable() {
    commonTables.add(level().commonTable.toLowerCase(Locale.ROOT));
  }

  /** True if the token is a keyword that has to do with where tables stand. */
  private boolean acceptKeyword(SqlLexer lexer, String keyword) {
    Level level = level();
    switch (keyword) {
      case "SELECT", "VALUES" -> beginQuery();
      case "WITH" -> level.isInWith = !level.isQuery && lexer.isFollowedByName();
      case "FROM" -> beginFrom();
      case "JOIN" -> level.isExpectingTable = !previous.equals("FOR");
      case "STRAIGHT_JOIN" -> level.isExpectingTable = level.isInFrom;
      case "TABLE" -> beginTable();
      case "UPDATE" -> acceptUpdate();
      case "DELETE" -> acceptDelete();
      case "ON", "USING" -> level.isExpectingTable = false;
      case "WHERE", "HAVING", "LIMIT", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "SET", "INTO" ->
          endFrom();
      case "SHARE", "DUPLICATE" -> {
        // Not reserved: where a table is expected they may be its name.
        if (level.isExpectingTable) {
          return false;
        }
        endFrom();
      }
      case "GROUP", "ORDER" -> endFromUnlessHint();
      default -> {
        return level.isExpectingTable && isModifier(keyword);
      }
    }
    return true;
  }

  private void beginQuery() {
    Level level = level();
    level.isInWith = false;
    level.isInFrom = false;
    level.isExpectingTable = false;
    query(Access.READ);
  }

  private void beginFrom() {
    if (level().isQuery) {
      expect(level().access, true);
    }
  }

  private void beginTable() {
    level().isInWith = false;
    expect(level().access, false);
  }

  /** WITH … UPDATE names what it changes; FOR UPDATE wants write locks on what was named. */
  private void acceptUpdate() {
    if (level().isInWith) {
      level().isInWith = false;
      expect(Access.WRITE, true);
    } else if (previous.equals("FOR")) {
      tables.replaceAll((table, access) -> Access.WRITE);
      endFrom();
    }
  }

  private void acceptDelete() {
    if (level().isInWith) {
      level().isInWith = false;
      query(Access.WRITE);
    }
  }

  /** FORCE INDEX FOR ORDER BY is a hint inside the clause. */
  private void endFromUnlessHint() {
    if (!previous.equals("FOR")) {
      endFrom();
    }
  }

  private void endFrom() {
    level().isExpectingTable = false;
    level().isInFrom = false;
  }

  /** Words that may stand between the announcement of a table and its name. */
  private boolean isModifier(String keyword) {
    return switch (keyword) {
      case "LATERAL", "IF", "NOT", "EXISTS", "LOW_PRIORITY", "IGNORE", "QUICK" -> true;
      case "OJ" -> previous.equals("{");
      default -> false;
    };
  }

  private void acceptTable(SqlLexer lexer) {
    Level level = level();
    level.isExpectingTable = false;
    if (lexer.token() != Token.STRING && lexer.token() != Token.NUMBER) {
      acceptName(lexer, level.access);
    }
    if (!level.isInFrom) {
      level.access = Access.READ;
    }
  }

  private void acceptName(SqlLexer lexer, Access access) {
    String first = lexer.name();
    boolean isDual = lexer.isWord("DUAL");
    boolean isFunction = level().isInFrom && lexer.isFollowedBy('(');
    if (lexer.isFollowedBy('.')) {
      lexer.next();
      lexer.next();
      boolean isName = lexer.token() != Token.SYMBOL && lexer.token() != Token.END;
      add(isName ? first : schema, isName ? lexer.name() : first, access);
    } else if (!isDual && !isFunction && !commonTables.contains(first.toLowerCase(Locale.ROOT))) {
      add(schema, first, access);
    }
  }

  private void add(String schema, String table, Access access) {
    if (schema.isEmpty() || table.isEmpty() || tables.size() > Footprint.NAMES_MAX) {
      isUncertain = true;
    } else {
      tables.merge(new TableName(schema, table), access, Access::and);
    }
  }

  private Level level() {
    return levels.getFirst();
  }
}
