package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Index;
import dev.lowtide.scheduler.plan.TableShape.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a copy would send, to the letter as far as it can be known: where chunks begin, what changes
 * meanwhile and the copy's number show when it is done.
 */
final class CopyStatements {

  private CopyStatements() {}

  /** To the last one. */
  static List<String> of(TableName original, TableShape table, List<String> wayBack) {
    TableName shadow = new TableName(CopyTable.SHADOWS, original.table());
    List<String> statements = new ArrayList<>(making(original));
    statements.addAll(filling(shadow, original.quoted(), table));
    addSwap(statements, original, shadow, table);
    statements.addAll(wayBack);
    return statements;
  }

  /** Up to an empty shadow. */
  static List<String> making(TableName original) {
    TableName shadow = new TableName(CopyTable.SHADOWS, original.table());
    List<String> statements = new ArrayList<>();
    for (String schema : List.of(CopyTable.REGISTRY, CopyTable.SHADOWS, CopyTable.OLD)) {
      statements.add("CREATE DATABASE IF NOT EXISTS `" + schema + "`");
    }
    statements.add(
        "CREATE TABLE "
            + shadow.quoted()
            + " … as SHOW CREATE TABLE "
            + original.quoted()
            + " has it");
    return statements;
  }

  /**
   * Up to a shadow with all rows and indexes.
   *
   * @param from where rows are read
   */
  static List<String> filling(TableName shadow, String from, TableShape table) {
    List<String> statements = new ArrayList<>();
    later(table, "DROP KEY ").ifPresent(keys -> statements.add(alter(shadow, keys)));
    statements.add(copy(from, shadow, table));
    statements.add("DELETE FROM " + shadow.quoted() + " WHERE key IN (those that changed)");
    statements.add(
        "REPLACE INTO "
            + shadow.quoted()
            + " SELECT … FROM "
            + from
            + " WHERE key IN (those that changed)");
    later(table, "ADD KEY ").ifPresent(keys -> statements.add(alter(shadow, keys)));
    statements.add("ANALYZE TABLE " + shadow.quoted());
    return statements;
  }

  private static String copy(String from, TableName shadow, TableShape table) {
    String columns =
        table.columns().stream()
            .filter(column -> !column.isGenerated())
            .map(Column::name)
            .map(TableName::quoted)
            .collect(Collectors.joining(", "));
    return "REPLACE INTO "
        + shadow.quoted()
        + " ("
        + columns
        + ") SELECT "
        + columns
        + " FROM "
        + from
        + " FORCE INDEX ("
        + TableName.quoted(table.keyIndex())
        + ") WHERE key in the next range";
  }

  static String lock(TableName original, TableName shadow) {
    return "LOCK TABLES "
        + original.quoted()
        + " WRITE, "
        + shadow.quoted()
        + " WRITE, `"
        + CopyTable.REGISTRY
        + "`.`copy` WRITE";
  }

  /** What the original is called when its place is taken. */
  static String old(TableName original) {
    return new TableName(CopyTable.OLD, "<number>_" + original.table()).quoted();
  }

  private static void addSwap(
      List<String> statements, TableName original, TableName shadow, TableShape table) {
    statements.add(lock(original, shadow));
    for (Trigger trigger : table.triggers()) {
      statements.add("DROP TRIGGER " + new TableName(original.schema(), trigger.name()).quoted());
    }
    statements.add(
        "RENAME TABLE "
            + original.quoted()
            + " TO "
            + old(original)
            + ", "
            + shadow.quoted()
            + " TO "
            + original.quoted());
    for (Trigger trigger : table.triggers()) {
      statements.add(
          "CREATE TRIGGER "
              + new TableName(original.schema(), trigger.name()).quoted()
              + " … as it was");
    }
    statements.add("UNLOCK TABLES");
  }

  private static Optional<String> later(TableShape table, String verb) {
    List<String> keys =
        table.addedLater().stream()
            .map(Index::name)
            .map(name -> verb + TableName.quoted(name))
            .toList();
    return keys.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", keys));
  }

  private static String alter(TableName table, String what) {
    return "ALTER TABLE " + table.quoted() + " " + what;
  }
}
