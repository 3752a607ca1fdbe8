package dev.lowtide.scheduler.shrink;

import dev.lowtide.proxy.activity.TableName;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is about, in words that can be typed: {@code shop.orders}, {@code shop.orders#p2024},
 * {@code undo:innodb_undo_001}, {@code undo:*}.
 *
 * @param tableName the table that it is or belongs to; null if it belongs to none
 * @param name of the partition, the tablespace or the file; {@code *} for all of the kind; empty
 *     for a table
 */
public record Subject(SpaceKind kind, @Nullable TableName tableName, String name) {

  /** All of a kind. */
  public static final String ALL = "*";

  private static final Pattern OF_SERVER =
      Pattern.compile("(undo|general|system|temporary|binlog):(.*)");

  private static final Pattern OF_FULLTEXT = Pattern.compile("fulltext:(.+)");

  /** What stands behind the last #; in backticks it is a part of the table's name. */
  private static final Pattern OF_PARTITION = Pattern.compile("(.+)#([^#`]+)");

  /** InnoDB's names of tablespaces are longer than others: SCHEMA/TABLE#p#PARTITION#sp#PART. */
  private static final int NAME_MAX = 258;

  public Subject {
    if (kind.isOfTable() != (tableName != null)) {
      throw new IllegalArgumentException(
          "subject: " + kind.word() + " with table " + tableName + " (expected: one that fits)");
    }
    boolean isNamed = kind != SpaceKind.TABLE && kind != SpaceKind.FULLTEXT;
    if (isNamed == name.isEmpty() || name.length() > NAME_MAX) {
      throw new IllegalArgumentException(
          kind.word() + ": '" + name + "' (expected: a name of at most " + NAME_MAX + " letters)");
    }
  }

  /** Of the table that it is or belongs to; empty if it belongs to none. */
  public String schema() {
    return tableName == null ? "" : tableName.schema();
  }

  public static Subject of(TableName table) {
    return new Subject(SpaceKind.TABLE, table, "");
  }

  public static Subject partition(TableName table, String partition) {
    return new Subject(SpaceKind.PARTITION, table, partition);
  }

  public static Subject fulltext(TableName table) {
    return new Subject(SpaceKind.FULLTEXT, table, "");
  }

  /** Something of the server's that belongs to no table. */
  public static Subject of(SpaceKind kind, String name) {
    return new Subject(kind, null, name);
  }

  /** Reads what {@link #toString()} or {@link #quoted()} writes. */
  public static Subject parse(String text) {
    String trimmed = text.strip();
    Matcher server = OF_SERVER.matcher(trimmed);
    if (server.matches()) {
      return of(kind(server.group(1)), server.group(2));
    }
    Matcher fulltext = OF_FULLTEXT.matcher(trimmed);
    if (fulltext.matches()) {
      return fulltext(TableName.parse(fulltext.group(1)));
    }
    Matcher partition = OF_PARTITION.matcher(trimmed);
    return partition.matches()
        ? partition(TableName.parse(partition.group(1)), partition.group(2))
        : of(TableName.parse(trimmed));
  }

  private static SpaceKind kind(String word) {
    return Arrays.stream(SpaceKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  /** Whether it is a whole table. */
  public boolean isTable() {
    return kind == SpaceKind.TABLE;
  }

  public boolean isAll() {
    return name.equals(ALL);
  }

  public Optional<TableName> optionalTable() {
    return Optional.ofNullable(tableName);
  }

  /** The table that it is or belongs to. Asked only where there must be one. */
  public TableName table() {
    if (tableName == null) {
      throw new IllegalStateException(this + " belongs to no table");
    }
    return tableName;
  }

  /** Whether work on one is in the way of work on the other. */
  public boolean overlaps(Subject other) {
    if (tableName != null || other.tableName != null) {
      return tableName != null && tableName.equals(other.tableName);
    }
    return kind == other.kind
        && (isAll() || other.isAll() || name.equals(other.name) || kind == SpaceKind.BINLOG);
  }

  /** As it can be read again, whatever characters are in it. */
  public String quoted() {
    return tableName == null ? toString() : text(tableName.quoted());
  }

  @Override
  public String toString() {
    return tableName == null ? kind.word() + ":" + name : text(tableName.toString());
  }

  private String text(String table) {
    return switch (kind) {
      case PARTITION -> table + "#" + name;
      case FULLTEXT -> kind.word() + ":" + table;
      case TABLE, UNDO, GENERAL, SYSTEM, TEMPORARY, BINLOG -> table;
    };
  }
}
