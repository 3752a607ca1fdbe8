package dev.lowtide.proxy.activity;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table by schema and name.
 *
 * <p>Two names that differ only in case count as one table. On a server that tells them apart this
 * only makes us wait for more than we had to; the other way round we would miss a table.
 */
public record TableName(String schema, String table) {

  private static final Pattern NAME =
      Pattern.compile("(`(?:[^`]|``)++`|[^`.]++)\\.(`(?:[^`]|``)++`|[^`]++)");

  public TableName {
    if (schema.isEmpty() || table.isEmpty()) {
      throw new IllegalArgumentException(
          "table name: '" + schema + "." + table + "' (expected: SCHEMA.TABLE)");
    }
  }

  /** Reads {@code SCHEMA.TABLE}; either part may stand in backticks. */
  public static TableName parse(String text) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("table name: '" + text + "' (expected: SCHEMA.TABLE)");
    }
    return new TableName(unquoted(matcher.group(1)), unquoted(matcher.group(2)));
  }

  /** The name as SQL takes it, whatever characters are in it. */
  public String quoted() {
    return quoted(schema) + "." + quoted(table);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableName that
        && schema.equalsIgnoreCase(that.schema)
        && table.equalsIgnoreCase(that.table);
  }

  @Override
  public int hashCode() {
    return 31 * hash(schema) + hash(table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }

  /** A name such that all names which count as the same become one. */
  public static String fold(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /**
   * Folds case as {@link String#equalsIgnoreCase} does, up and then down: some letters are the same
   * as others in upper case only. Two equal names with different hashes are two in a map, and make
   * {@link java.util.Map#copyOf} throw if it happens to compare them.
   */
  private static int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      hash = 31 * hash + Character.toLowerCase(Character.toUpperCase(name.codePointAt(i)));
    }
    return hash;
  }

  /** Any name as SQL takes it, whatever characters are in it. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }
}
