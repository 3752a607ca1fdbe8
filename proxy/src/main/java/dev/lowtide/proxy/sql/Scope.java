package dev.lowtide.proxy.sql;

import dev.lowtide.proxy.activity.Access;
import java.util.ArrayList;
import java.util.List;

/** What is going on between two parentheses, or in a statement outside of all of them. */
final class Scope {

  /** A query stands here, so FROM is a clause and not an argument as in TRIM(a FROM b). */
  boolean isQuery;

  /** Between FROM and the next clause: a comma announces a table. */
  boolean isInFrom;

  boolean isExpectingTable;

  /** The table named last may be followed by an alias. */
  boolean isExpectingAlias;

  /** It stands where a table may: a join of its own, unless it turns out to be a query. */
  final boolean isInPlaceOfTable;

  /** It stands where a query may begin: at a statement's beginning, or behind UNION. */
  final boolean isInPlaceOfQuery;

  /** A query in parentheses would be one of those that this one is made of. */
  boolean isExpectingQuery = true;

  /** What the next tables are needed for. */
  Access access = Access.READ;

  final WithClause with = new WithClause();

  /** Tables of the query that began last, without those of its subqueries. */
  List<Mention> block = new ArrayList<>();

  /** That query was read from its beginning. */
  boolean isBlockWhole;

  private Scope(boolean isInPlaceOfTable, boolean isInPlaceOfQuery) {
    this.isInPlaceOfTable = isInPlaceOfTable;
    this.isInPlaceOfQuery = isInPlaceOfQuery;
  }

  static Scope ofStatement() {
    return new Scope(false, true);
  }

  /** Where a table is expected, a parenthesis opens a subquery or a join of its own. */
  Scope open() {
    Scope inner = new Scope(isExpectingTable, isExpectingQuery && !isExpectingTable);
    if (isExpectingTable) {
      inner.expect(access, true);
      isExpectingTable = false;
    }
    isExpectingQuery = false;
    return inner;
  }

  /** A parenthesis within this scope is closed. */
  void close(Scope inner) {
    if (inner.isInPlaceOfTable && !inner.isQuery) {
      block.addAll(inner.block);
    } else if (inner.isInPlaceOfQuery && inner.isBlockWhole) {
      block = inner.block;
      isBlockWhole = true;
    }
    isExpectingQuery |= with.onClosed();
  }

  /** The next name is a table's; if it is a list, so are those that follow. */
  void expect(Access access, boolean isList) {
    this.access = access;
    isExpectingTable = true;
    isInFrom = isList;
  }

  void beginQuery() {
    endFrom();
    isExpectingAlias = false;
    isQuery = true;
    access = Access.READ;
    block = block.isEmpty() ? block : new ArrayList<>();
    isBlockWhole = true;
  }

  void endFrom() {
    isExpectingTable = false;
    isInFrom = false;
  }

  /** The place of a table is taken. */
  void onTable() {
    isExpectingTable = false;
    if (!isInFrom) {
      access = Access.READ;
    }
  }

  void add(Mention mention) {
    block.add(mention);
    isExpectingAlias = true;
  }

  /** Behind a table's name: PARTITION (p) and AS may stand before its alias. */
  void acceptAlias(SqlLexer lexer, String keyword) {
    switch (keyword) {
      case "AS", "PARTITION" -> {}
      case "LEFT", "RIGHT", "INNER", "CROSS", "NATURAL", "FULL", "USE", "FORCE", "IGNORE", "FOR" ->
          isExpectingAlias = false;
      case "LOCK" -> isExpectingAlias = false;
      default -> {
        if (lexer.isName()) {
          onAlias(lexer.name());
        }
        isExpectingAlias = false;
      }
    }
  }

  /** The table named last is called so. */
  private void onAlias(String alias) {
    isExpectingAlias = false;
    int last = block.size() - 1;
    block.set(last, new Mention(block.get(last).table(), alias));
  }
}
