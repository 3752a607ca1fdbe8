package dev.lowtide.scheduler.plan;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Index;
import dev.lowtide.scheduler.plan.TableShape.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What about a table keeps it from being copied behind live traffic, in words. */
final class CopyObstacles {

  private CopyObstacles() {}

  /** Nothing if it can be copied as far as its definition goes; the server may have its say yet. */
  static List<String> of(TableDescription table) {
    List<String> obstacles = new ArrayList<>();
    key(table.shape()).ifPresent(obstacles::add);
    addForeignKeys(obstacles, "it refers to ", table.shape().refersTo());
    addForeignKeys(obstacles, "it is referred to by ", table.facts().referencedBy());
    List<String> fulltext =
        table.shape().indexes().stream()
            .filter(index -> index.type().equals("FULLTEXT"))
            .map(Index::name)
            .toList();
    if (!fulltext.isEmpty()) {
      obstacles.add("it has FULLTEXT indexes: " + String.join(", ", fulltext));
    }
    return obstacles;
  }

  private static Optional<String> key(TableShape table) {
    if (table.keyIndex().isEmpty()) {
      return Optional.of("it has no primary key, and no unique index of columns that are NOT NULL");
    }
    return table.key().stream()
        .flatMap(key -> key.parts().stream())
        .filter(part -> !isExact(table, part))
        .map(part -> "values of its key " + table.keyIndex() + " cannot be told apart exactly")
        .findFirst();
  }

  private static boolean isExact(TableShape table, Part part) {
    Optional<Column> column = table.column(part.column());
    return !part.isPrefix()
        && column.isPresent()
        && !column.get().isGenerated()
        && KeyColumn.isSupported(column.get().type());
  }

  private static void addForeignKeys(List<String> obstacles, String how, List<TableName> others) {
    if (!others.isEmpty()) {
      obstacles.add(
          how
              + others.stream().map(TableName::toString).collect(Collectors.joining(", "))
              + " by foreign keys");
    }
  }
}
