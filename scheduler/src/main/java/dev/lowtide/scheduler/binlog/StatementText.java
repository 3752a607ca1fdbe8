package dev.lowtide.scheduler.binlog;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a QUERY event's text is: the server's own words around transactions, or somebody's
 * statement.
 *
 * @param schema the session's default schema; may be empty
 * @param text as it was sent, or as the server wrote it anew
 */
record StatementText(String schema, String text) {

  /** What a text is to us. */
  enum Kind {
    BEGIN,
    END,
    XA_START,
    XA_END,
    XA_COMMIT,
    XA_ROLLBACK,
    /** Within a transaction, and without a meaning of its own: rows say what became of it. */
    SAVEPOINT,
    /** Changes rows, and the log does not say which. */
    ROWS,
    /** Changes no table: rights, statistics. */
    HARMLESS,
    /** Whatever else: DDL. */
    DEFINITION
  }

  private static final Pattern START =
      Pattern.compile(
          "(?:\\s|/\\*(?![!+]).*?\\*/|/\\*!\\d*|--\\s[^\\n"
              + "]*\\n"
              + "|#[^\\n"
              + "]*\\n"
              + "|\\()*+(\\w+)(?:\\s+(\\w+))?",
          Pattern.DOTALL);

  private static final Set<String> ROW_WORDS =
      Set.of("insert", "update", "delete", "replace", "load", "call", "do", "with", "select");
  private static final Set<String> HARMLESS_WORDS =
      Set.of("analyze", "flush", "grant", "revoke", "set");

  private static final Pattern INTO_SYSTEM_SCHEMA =
      Pattern.compile(
          "\\s*(?:insert|update|delete|replace)\\s+(?:ignore\\s+)?(?:into\\s+|from\\s+)?"
              + "`?(?:mysql|sys|performance_schema)`?\\s*\\..*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of("mysql", "sys", "performance_schema", "information_schema");

  Kind kind() {
    Matcher start = START.matcher(text);
    if (!start.lookingAt()) {
      return Kind.DEFINITION;
    }
    String first = start.group(1).toLowerCase(Locale.ROOT);
    String second = start.group(2) == null ? "" : start.group(2).toLowerCase(Locale.ROOT);
    return switch (first) {
      case "begin" -> Kind.BEGIN;
      case "commit" -> Kind.END;
      case "rollback" -> second.equals("to") ? Kind.SAVEPOINT : Kind.END;
      case "savepoint", "release" -> Kind.SAVEPOINT;
      case "xa" -> xa(second);
      default -> statement(first);
    };
  }

  private static Kind xa(String word) {
    return switch (word) {
      case "start", "begin" -> Kind.XA_START;
      case "commit" -> Kind.XA_COMMIT;
      case "rollback" -> Kind.XA_ROLLBACK;
      default -> Kind.XA_END;
    };
  }

  private Kind statement(String word) {
    if (ROW_WORDS.contains(word)) {
      return isForTheServer() ? Kind.HARMLESS : Kind.ROWS;
    }
    return HARMLESS_WORDS.contains(word) ? Kind.HARMLESS : Kind.DEFINITION;
  }

  /** Servers of some hosts keep time by statements in schemas of the server's own. */
  private boolean isForTheServer() {
    return SYSTEM_SCHEMAS.contains(schema.toLowerCase(Locale.ROOT))
        || INTO_SYSTEM_SCHEMA.matcher(text).matches();
  }

  /** By which an XA transaction is found again: the server writes it always in the same way. */
  String xid() {
    Matcher start = START.matcher(text);
    return start.lookingAt() ? text.substring(start.end()).trim() : text;
  }
}
