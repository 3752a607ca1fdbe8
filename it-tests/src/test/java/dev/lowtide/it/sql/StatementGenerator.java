package dev.lowtide.it.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up statements that MySQL takes, nested and of all families, over the tables {@code t1} to
 * {@code t12} of two schemas, all with the columns id, a and b. The tables {@code t11} and {@code
 * t12} stand in literals and comments only.
 */
final class StatementGenerator {

  static final int TABLES = 10;
  static final String ELSEWHERE = "lab_elsewhere";

  private static final int DEPTH_MAX = 3;

  private final Phrases phrases;
  private final List<String> commonTables = new ArrayList<>();
  private int aliases;

  StatementGenerator(long seed) {
    this.phrases = new Phrases(new Random(seed));
  }

  String next() {
    commonTables.clear();
    aliases = 0;
    return switch (phrases.number(10)) {
      case 0 -> insert();
      case 1 -> update();
      case 2, 3 -> delete();
      case 4 -> phrases.oneOf("EXPLAIN ", "EXPLAIN FORMAT=TREE ", "DESC ") + changeOrQuery();
      case 5 -> phrases.oneOf("DO (", "SET @x = (") + scalar(1) + ")";
      default -> query(0);
    };
  }

  private String changeOrQuery() {
    return switch (phrases.number(4)) {
      case 0 -> update();
      case 1 -> delete();
      case 2 -> insert();
      default -> query(1);
    };
  }

  private String query(int depth) {
    int outside = commonTables.size();
    String text = with(depth) + (phrases.isOnceIn(4) ? union(depth) : select(depth) + locking());
    while (commonTables.size() > outside) {
      commonTables.remove(commonTables.size() - 1);
    }
    return text;
  }

  private String union(int depth) {
    String first = phrases.isOnceIn(2) ? select(depth) : "(" + select(depth) + ")";
    String second =
        phrases.isOnceIn(3)
            ? "TABLE" + phrases.space() + table()
            : "(" + select(depth) + phrases.maybe(" LIMIT 3") + ")";
    return first
        + phrases.space()
        + phrases.oneOf("UNION ", "UNION ALL ", "UNION DISTINCT ")
        + second;
  }

  private String with(int depth) {
    if (depth >= DEPTH_MAX || !phrases.isOnceIn(5)) {
      return "";
    }
    List<String> definitions = new ArrayList<>();
    for (int i = phrases.number(2); i >= 0; i--) {
      // Some common tables hide a table that has their name; inside their own body they do not.
      String name = phrases.isOnceIn(2) ? "c" + commonTables.size() : "t" + (1 + i);
      definitions.add(name + phrases.maybe(" (id, a, b)") + " AS (" + select(depth + 1) + ")");
      commonTables.add(name);
    }
    return "WITH " + String.join(phrases.oneOf(",", " , "), definitions) + phrases.space();
  }

  private String select(int depth) {
    List<String> sources = new ArrayList<>();
    String from = from(depth, sources);
    String alias = sources.get(phrases.number(sources.size()));
    return phrases.anyCase("SELECT")
        + phrases.space()
        + phrases.hint()
        + phrases.maybe("DISTINCT ")
        + "%1$s.id, %1$s.a, ".formatted(alias)
        + (phrases.isOnceIn(3) ? expression(alias, depth) : alias + ".b")
        + " AS b"
        + phrases.space()
        + phrases.anyCase("FROM")
        + phrases.space()
        + from
        + where(alias, depth)
        + (phrases.isOnceIn(8) ? " ORDER BY 1, 2 LIMIT 2, 3" : "");
  }

  private String locking() {
    return phrases.isOnceIn(4)
        ? phrases.oneOf(" FOR UPDATE", " FOR SHARE", " LOCK IN SHARE MODE", " FOR UPDATE NOWAIT")
        : "";
  }

  private String from(int depth, List<String> sources) {
    StringBuilder from = new StringBuilder(source(depth, sources));
    for (int i = phrases.isOnceIn(3) ? 2 : phrases.number(2); i > 0; i--) {
      String left = sources.get(sources.size() - 1);
      if (phrases.isOnceIn(3)) {
        from.append(",").append(phrases.space()).append(source(depth, sources));
        continue;
      }
      from.append(phrases.oneOf(" JOIN ", " LEFT JOIN ", " INNER JOIN ", " STRAIGHT_JOIN "));
      String right = source(depth, sources);
      String alias = sources.get(sources.size() - 1);
      from.append(right).append(" ON %s.id = %s.id".formatted(left, alias));
    }
    return from.toString();
  }

  private String source(int depth, List<String> sources) {
    String alias = "x" + aliases++;
    if (depth < DEPTH_MAX && phrases.isOnceIn(12)) {
      return nested(sources);
    }
    sources.add(alias);
    if (depth < DEPTH_MAX && phrases.isOnceIn(6)) {
      return phrases.maybe("LATERAL ")
          + "("
          + query(depth + 1)
          + ") "
          + phrases.maybe("AS ")
          + alias;
    }
    return plain(alias);
  }

  /** A join in parentheses; its tables keep their names outside of them. */
  private String nested(List<String> sources) {
    String first = "x" + aliases++;
    String second = "x" + aliases++;
    sources.add(first);
    sources.add(second);
    return "("
        + plain(first)
        + " JOIN "
        + plain(second)
        + " ON %s.a = %s.a)".formatted(first, second);
  }

  private String plain(String alias) {
    if (!commonTables.isEmpty() && phrases.isOnceIn(3)) {
      return phrases.oneOf(commonTables) + " AS " + alias;
    }
    String hint =
        phrases.isOnceIn(10) ? phrases.oneOf(" USE INDEX (i)", " FORCE INDEX FOR JOIN (i)") : "";
    return realTable() + phrases.space() + phrases.maybe("AS ") + alias + hint;
  }

  /** One that no common table hides. */
  private String realTable() {
    return commonTables.isEmpty() || phrases.isOnceIn(2) ? table() : ELSEWHERE + "." + name();
  }

  private String table() {
    return phrases.isOnceIn(5) ? ELSEWHERE + phrases.oneOf(".", " . ") + name() : name();
  }

  private String name() {
    String name = "t" + (1 + phrases.number(TABLES));
    return phrases.isOnceIn(4) ? "`" + name + "`" : name;
  }

  private String where(String alias, int depth) {
    return phrases.isOnceIn(2) ? phrases.space() + "WHERE " + condition(alias, depth) : "";
  }

  private String condition(String alias, int depth) {
    return switch (phrases.number(depth < DEPTH_MAX ? 6 : 2)) {
      case 0 -> alias + ".a IN (1, 2, 3)";
      case 1 -> alias + ".b <> " + phrases.literal();
      case 2 -> alias + ".a IN (SELECT y.a FROM " + table() + " y" + where("y", depth + 1) + ")";
      case 3 -> "EXISTS (" + query(depth + 1) + ")";
      case 4 -> "(" + scalar(depth + 1) + ") > 1 OR " + condition(alias, depth + 1);
      default -> "NOT (" + condition(alias, depth + 1) + " AND " + alias + ".id > 0)";
    };
  }

  private String scalar(int depth) {
    String alias = "x" + aliases++;
    return "SELECT MAX(%s.a) FROM %s %s".formatted(alias, table(), alias) + where(alias, depth);
  }

  private String expression(String alias, int depth) {
    return switch (phrases.number(depth < DEPTH_MAX ? 7 : 6)) {
      case 0 -> "TRIM(LEADING 'x' FROM " + alias + ".b)";
      case 1 -> "EXTRACT(YEAR FROM NOW())";
      case 2 -> "CASE WHEN " + alias + ".a = 1 THEN 'FROM t12' ELSE " + phrases.literal() + " END";
      case 3 -> "SUBSTRING(" + alias + ".b FROM 1 FOR 2)";
      case 4 -> "COUNT(*) OVER (PARTITION BY " + alias + ".a ORDER BY " + alias + ".id)";
      case 5 ->
          "IF(" + alias + ".a, REPLACE(" + alias + ".b, 'a', ', t12'), " + phrases.literal() + ")";
      default -> "(" + scalar(depth + 1) + ")";
    };
  }

  private String insert() {
    String verb = phrases.oneOf("INSERT INTO ", "INSERT IGNORE INTO ", "REPLACE INTO ", "INSERT ");
    String target = verb + table();
    String values =
        switch (phrases.number(5)) {
          case 0 -> " VALUES (7, (" + scalar(1) + "), " + phrases.literal() + "), (8, 1, 'x')";
          case 1 -> " SET id = 9, a = (" + scalar(1) + ")";
          case 2 -> " (id, a, b) TABLE " + table();
          case 3 -> " (id, a) " + with(1) + "SELECT y.id, y.a FROM " + realTable() + " y";
          default -> " (id, a, b) " + select(1);
        };
    boolean isInsert = verb.startsWith("INSERT") && !values.contains("TABLE ");
    return target + values + (isInsert && phrases.isOnceIn(3) ? onDuplicate() : "");
  }

  private String onDuplicate() {
    return phrases.oneOf(
        " ON DUPLICATE KEY UPDATE a = VALUES(a), b = 'FROM t12'",
        " ON DUPLICATE KEY UPDATE b = 'x'");
  }

  private String update() {
    String with = with(1);
    if (phrases.isOnceIn(2)) {
      return with + "UPDATE " + realTable() + " SET a = 3, b = " + text() + " WHERE id > 0";
    }
    List<String> sources = new ArrayList<>();
    sources.add("x0");
    aliases++;
    String first = realTable() + " AS x0";
    String rest = source(1, sources);
    return with + "UPDATE " + first + ", " + rest + " SET x0.a = 3" + where("x0", 1);
  }

  private String text() {
    return phrases.oneOf("'a, t12'", "'FROM t12'", "\"t12\"");
  }

  private String delete() {
    String with = with(1);
    List<String> sources = new ArrayList<>();
    sources.add("x0");
    aliases++;
    String first = realTable() + " AS x0";
    return switch (phrases.number(4)) {
      case 0 -> with + "DELETE FROM " + realTable() + " WHERE a IN (" + scalar(1) + ")";
      case 1 -> with + "DELETE x0 FROM " + first + " JOIN " + source(1, sources) + where("x0", 1);
      case 2 -> with + "DELETE FROM x0 USING " + first + ", " + source(1, sources);
      default -> with + "DELETE QUICK FROM " + realTable() + " ORDER BY id LIMIT 1";
    };
  }
}
