package dev.lowtide.it.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes up changes of one writer's rows. Confined to the writer's thread. */
final class Changes {

  private static final String T = Change.TABLE;

  private final RandomTable table;
  private final Book book;
  private final Random random;
  private final Numbers numbers;

  Changes(RandomTable table, Book book, Random random, Numbers numbers) {
    this.table = table;
    this.book = book;
    this.random = random;
    this.numbers = numbers;
  }

  /** Whatever the table allows. */
  Change any() {
    Optional<Row> some = book.any(random);
    if (some.isEmpty()) {
      return insert();
    }
    Row row = some.get();
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> insert();
      case 3, 4 -> delete(row);
      case 5 -> changeKey(row);
      case 6 -> table.key().canRespell() ? respell(row) : changeKey(row);
      case 7, 8 -> swapKeys(row);
      case 9 -> table.hasUnique() ? swapUnique(row) : replace(row);
      case 10 -> replace(row);
      case 11 -> table.hasUnique() ? replaceTwo(row) : upsert(row);
      case 12 -> upsert(row);
      case 13 -> copy(row);
      case 14 -> updateBoth(row);
      case 15 -> deleteBoth(row);
      case 16 -> Change.refused(Change.DUPLICATE, insertion("INSERT", duplicateOf(row)));
      case 17 -> Change.refused(Change.CHECK_VIOLATED, update(row, "stamp = -1"));
      default -> update(row);
    };
  }

  /** One statement about one row: what can be sent outside of a transaction. */
  Single single() {
    Optional<Row> some = book.any(random);
    int what = random.nextInt(4);
    if (some.isEmpty() || what == 0) {
      Row row = numbers.fresh();
      return new Single(row.slot(), null, row, insertion("INSERT", row));
    }
    Row row = some.get();
    if (what == 1) {
      return new Single(row.slot(), row, null, deletion(row));
    }
    Row after = row.stamped(numbers.stamp());
    return new Single(row.slot(), row, after, update(row, values(after)));
  }

  private Change insert() {
    if (table.key().isSerial() && random.nextInt(3) != 0) {
      Row row = numbers.fresh().keyed(List.of(Change.CHOSEN), -1, 0);
      return new Change(
          List.of(insertion("INSERT", row)),
          0,
          false,
          true,
          id -> book.put(row.keyed(List.of(String.valueOf(id)), -1, 0)));
    }
    Row row = numbers.fresh();
    return Change.of(() -> book.put(row), insertion("INSERT", row));
  }

  private Change delete(Row row) {
    return Change.of(() -> book.remove(row.slot()), deletion(row));
  }

  private Change update(Row row) {
    Row after = row.stamped(numbers.stamp());
    return Change.of(() -> book.put(after), update(row, values(after)));
  }

  private Change changeKey(Row row) {
    Row after = numbers.elsewhere(row);
    return Change.of(() -> book.put(after), move(row, after));
  }

  /** To the server it is the same key; its bytes are not. */
  private Change respell(Row row) {
    if (row.number() < 0) {
      return changeKey(row);
    }
    int spelling = (row.spelling() + 1) % table.key().spellings();
    Row after =
        row.keyed(table.key().literals(row.number(), spelling), row.number(), spelling)
            .stamped(numbers.stamp());
    return Change.of(() -> book.put(after), move(row, after));
  }

  private Change swapKeys(Row row) {
    Row other = another(row);
    if (other.slot() == row.slot()) {
      return update(row);
    }
    Row aside = numbers.elsewhere(row);
    Row first = row.keyed(other.key(), other.number(), other.spelling()).stamped(numbers.stamp());
    Row second = other.keyed(row.key(), row.number(), row.spelling()).stamped(numbers.stamp());
    return Change.of(
        () -> {
          book.put(first);
          book.put(second);
        },
        move(row, aside),
        move(other, second),
        move(aside, first));
  }

  private Change swapUnique(Row row) {
    Row other = another(row);
    if (other.slot() == row.slot()) {
      return update(row);
    }
    Row first = row.unique(other.unique()).stamped(numbers.stamp());
    Row second = other.unique(row.unique()).stamped(numbers.stamp());
    return Change.of(
        () -> {
          book.put(first);
          book.put(second);
        },
        update(row, "u = " + (random.nextBoolean() ? "NULL" : numbers.unique())),
        update(other, "u = " + second.unique() + ", stamp = " + second.stamp()),
        update(row, "u = " + first.unique() + ", stamp = " + first.stamp()));
  }

  private Change replace(Row row) {
    Row after = row.unique(numbers.unique()).stamped(numbers.stamp());
    return Change.of(() -> book.put(after), insertion("REPLACE", after));
  }

  /** Takes the key of one row and the unique value of another, and so the place of both. */
  private Change replaceTwo(Row row) {
    Row other = another(row);
    Row after = row.unique(other.unique()).stamped(numbers.stamp());
    boolean isPushingOut = !other.unique().equals("NULL") && other.slot() != row.slot();
    return Change.of(
        () -> {
          book.put(after);
          if (isPushingOut) {
            book.remove(other.slot());
          }
        },
        insertion("REPLACE", after));
  }

  private Change upsert(Row row) {
    boolean isNew = random.nextBoolean();
    Row after = isNew ? numbers.fresh() : row.stamped(numbers.stamp());
    Row said = isNew ? after : after.unique(numbers.unique());
    return Change.of(
        () -> book.put(after),
        insertion("INSERT", said)
            + " ON DUPLICATE KEY UPDATE stamp = "
            + after.stamp()
            + table.someValues(random));
  }

  private Change copy(Row row) {
    Row after = numbers.fresh();
    List<String> selected = new ArrayList<>(after.key());
    selected.add(String.valueOf(after.slot()));
    selected.add(String.valueOf(after.stamp()));
    if (table.hasUnique()) {
      selected.add(after.unique());
    }
    table.values().forEach(column -> selected.add(column.name()));
    return Change.of(
        () -> book.put(after),
        "INSERT INTO "
            + T
            + " ("
            + table.insertColumns()
            + ") SELECT "
            + String.join(", ", selected)
            + " FROM "
            + T
            + " WHERE "
            + where(row));
  }

  private Change updateBoth(Row row) {
    Row after = row.stamped(numbers.stamp());
    return Change.forBoth(
        () -> book.put(after),
        "UPDATE "
            + T
            + " a, "
            + Change.TRUTH
            + " b SET a.stamp = "
            + after.stamp()
            + ", b.stamp = "
            + after.stamp()
            + " WHERE "
            + bothAre(row));
  }

  private Change deleteBoth(Row row) {
    return Change.forBoth(
        () -> book.remove(row.slot()),
        "DELETE a, b FROM " + T + " a, " + Change.TRUTH + " b WHERE " + bothAre(row));
  }

  private String bothAre(Row row) {
    return table.key().where("a.", row.key()) + " AND " + table.key().where("b.", row.key());
  }

  private Row another(Row row) {
    return book.any(random).orElse(row);
  }

  private Row duplicateOf(Row row) {
    return numbers.fresh().keyed(row.key(), row.number(), row.spelling());
  }

  private String values(Row after) {
    return "stamp = " + after.stamp() + table.someValues(random);
  }

  private String move(Row from, Row to) {
    return update(from, table.key().set(to.key()) + ", stamp = " + to.stamp());
  }

  private String update(Row row, String set) {
    return "UPDATE " + T + " SET " + set + " WHERE " + where(row);
  }

  private String deletion(Row row) {
    return "DELETE FROM " + T + " WHERE " + where(row);
  }

  private String where(Row row) {
    return table.key().where("", row.key());
  }

  private String insertion(String verb, Row row) {
    return verb
        + " INTO "
        + T
        + " ("
        + table.insertColumns()
        + ") VALUES "
        + table.tuple(row, random);
  }
}
