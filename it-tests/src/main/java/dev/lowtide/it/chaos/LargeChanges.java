package dev.lowtide.it.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes up changes of hundreds of one writer's rows. Confined to the writer's thread. */
final class LargeChanges {

  private static final String T = Change.TABLE;

  /** One statement for so many rows is what an application sends at most. */
  private static final int ROWS_AT_A_TIME = 400;

  private final RandomTable table;
  private final Book book;
  private final Random random;
  private final Numbers numbers;

  LargeChanges(RandomTable table, Book book, Random random, Numbers numbers) {
    this.table = table;
    this.book = book;
    this.random = random;
    this.numbers = numbers;
  }

  Change any() {
    return switch (random.nextInt(3)) {
      case 0 -> insertMany();
      case 1 -> deleteMany();
      default -> updateMany();
    };
  }

  private Change insertMany() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS_AT_A_TIME; i++) {
      rows.add(numbers.fresh());
    }
    String tuples =
        rows.stream().map(row -> table.tuple(row, random)).collect(Collectors.joining(", "));
    return Change.of(
        () -> rows.forEach(book::put),
        "INSERT INTO " + T + " (" + table.insertColumns() + ") VALUES " + tuples);
  }

  private Change deleteMany() {
    List<Row> rows = several();
    if (rows.isEmpty()) {
      return insertMany();
    }
    return Change.of(
        () -> rows.forEach(row -> book.remove(row.slot())),
        "DELETE FROM " + T + " WHERE " + table.key().in(rows.stream().map(Row::key).toList()));
  }

  private Change updateMany() {
    List<Row> rows = several();
    if (rows.isEmpty()) {
      return insertMany();
    }
    long stamp = numbers.stamp();
    return Change.of(
        () -> rows.forEach(row -> book.put(row.stamped(stamp))),
        "UPDATE "
            + T
            + " SET stamp = "
            + stamp
            + table.someValues(random)
            + " WHERE "
            + table.key().in(rows.stream().map(Row::key).toList()));
  }

  private List<Row> several() {
    return random
        .ints(ROWS_AT_A_TIME)
        .mapToObj(i -> book.any(random))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }
}
