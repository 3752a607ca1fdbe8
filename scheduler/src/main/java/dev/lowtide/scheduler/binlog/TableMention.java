package dev.lowtide.scheduler.binlog;

import dev.lowtide.proxy.activity.TableName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a text could be about a table. In doubt it is: strings, comments and names of other
 * things count, and letters' case does not. A name that belongs to another schema for certain, by
 * what stands before it or by the session's default schema, is another table's.
 */
final class TableMention {

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;

  private static final Pattern QUALIFIER =
      Pattern.compile("(?:.*[^\\w$\\u0080-\\uFFFF])?([\\w$\\u0080-\\uFFFF]+)", Pattern.DOTALL);

  /** A name has at most 64 characters, each of which may stand there twice. */
  private static final int QUALIFIER_MAX = 2 * 64 + 2;

  private final TableName table;
  private final boolean isAscii;
  private final Pattern mention;
  private final Pattern ofDatabase;

  TableMention(TableName table) {
    this.table = table;
    this.isAscii = (table.schema() + table.table()).chars().allMatch(c -> c < 0x80);
    this.mention = Pattern.compile(spelled(table.table()), FLAGS);
    this.ofDatabase =
        Pattern.compile("\\b(?:DATABASE|SCHEMA)\\b.*" + spelled(table.schema()), FLAGS);
  }

  /** Bare or quoted, and not a part of a longer word. */
  private static String spelled(String name) {
    return "(?:`"
        + Pattern.quote(name.replace("`", "``"))
        + "`|\""
        + Pattern.quote(name.replace("\"", "\"\""))
        + "\"|(?<![\\w$\\u0080-\\uFFFF`\"])"
        + Pattern.quote(name)
        + "(?![\\w$\\u0080-\\uFFFF`\"]))";
  }

  boolean isIn(StatementText statement) {
    String text = statement.text();
    // Not in UTF-8: a name with letters beyond ASCII could be there and look otherwise.
    boolean isUnreadable = !isAscii && text.indexOf('\uFFFD') >= 0;
    return isUnreadable || ofDatabase.matcher(text).find() || isMentioned(statement);
  }

  private boolean isMentioned(StatementText statement) {
    Matcher found = mention.matcher(statement.text());
    while (found.find()) {
      if (isOurs(statement.text().substring(0, found.start()).stripTrailing(), statement)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOurs(String before, StatementText statement) {
    if (before.endsWith(".")) {
      return isQualifiedByOurs(before.substring(0, before.length() - 1).stripTrailing());
    }
    // A comment may hide a qualifier.
    return before.endsWith("*/") || statement.schema().isEmpty() || isSchema(statement.schema());
  }

  private boolean isQualifiedByOurs(String before) {
    String end = before.substring(Math.max(0, before.length() - QUALIFIER_MAX));
    if (end.endsWith("`") || end.endsWith("\"")) {
      String schema = table.schema();
      return endsWith(end, schema.replace("`", "``"))
          || endsWith(end, schema.replace("\"", "\"\""));
    }
    Matcher qualifier = QUALIFIER.matcher(end);
    return !qualifier.matches() || isSchema(qualifier.group(1));
  }

  /** Of a quoted name: whether the original's schema ends it. */
  private static boolean endsWith(String quoted, String name) {
    String bare = TableName.fold(quoted.substring(0, quoted.length() - 1));
    return bare.endsWith(TableName.fold(name));
  }

  private boolean isSchema(String name) {
    return TableName.fold(name).equals(TableName.fold(table.schema()));
  }
}
