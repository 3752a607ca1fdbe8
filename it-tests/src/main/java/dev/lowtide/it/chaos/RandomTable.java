package dev.lowtide.it.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A table made up from a number: the same number, the same table. Beside its key and its values it
 * has {@code slot}, which says which row it is however often its key changes, {@code stamp}, which
 * says which write it shows, and often {@code u}, unique or NULL.
 *
 * <p>It exists twice: in {@link #SCHEMA}, where it is shrunk, and in {@link #TRUTH}, where it is
 * not.
 */
final class RandomTable {

  static final String SCHEMA = "chaos";

  /** The same tables, of which only the writers know. */
  static final String TRUTH = "chaos_truth";

  private static final int VALUES_MAX = 14;
  private static final int KEYS_MAX = 5;

  /** Large enough for several chunks, small enough for hundreds of runs an hour. */
  private static final int ROWS_MIN = 2_000;

  private static final int ROWS_MAX = 20_000;

  private final String name;
  private final KeyShape key;
  private final List<ValueColumn> values = new ArrayList<>();
  private final List<String> generated = new ArrayList<>();
  private final List<String> secondaryKeys = new ArrayList<>();
  private final boolean hasUnique;
  private final boolean isCountingTouches;
  private final boolean hasTriggers;
  private final String ending;
  private final List<String> definitions;
  private final int rows;
  private final int deadTenths;

  RandomTable(String name, long seed) {
    Random random = new Random(seed);
    this.name = name;
    key = KeyShape.any(random);
    boolean isPartitioned = random.nextInt(6) == 0;
    hasUnique = !isPartitioned && random.nextBoolean();
    isCountingTouches = random.nextInt(4) == 0;
    hasTriggers = isCountingTouches || random.nextInt(3) == 0;
    int count = random.nextInt(VALUES_MAX + 1);
    for (int i = 0; i < count; i++) {
      ValueColumn column = ValueColumn.any(i, random);
      if (!isPartitioned || column.type().canBePartitioned()) {
        values.add(column);
      }
    }
    generate(random);
    indexSome(random);
    definitions = definitions(random);
    ending =
        TableOptions.any(values, random)
            + (isPartitioned ? TableOptions.partitions(key, random) : "");
    // Few small ones, most of middle size: the square of a fraction.
    double fraction = random.nextDouble();
    rows = ROWS_MIN + (int) (fraction * fraction * (ROWS_MAX - ROWS_MIN));
    deadTenths = 3 + random.nextInt(6);
  }

  private void generate(Random random) {
    if (random.nextInt(3) == 0) {
      generated.add("g0 bigint GENERATED ALWAYS AS (stamp * 2 + 1) STORED");
    }
    if (random.nextInt(3) == 0) {
      generated.add("g1 varchar(30) GENERATED ALWAYS AS (CONCAT('s', slot)) VIRTUAL");
    }
  }

  private void indexSome(Random random) {
    int count = random.nextInt(KEYS_MAX + 1);
    for (int i = 0; i < count; i++) {
      String columns = indexed(random);
      if (!columns.isEmpty()) {
        String invisible = random.nextInt(8) == 0 ? " INVISIBLE" : "";
        secondaryKeys.add("KEY by" + i + " (" + columns + ")" + invisible);
      }
    }
  }

  private String indexed(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "(stamp % 100)";
      case 1 -> "stamp DESC, slot";
      case 2 -> generated.isEmpty() ? "stamp" : generated.get(0).substring(0, 2);
      default -> values.isEmpty() ? "" : values.get(random.nextInt(values.size())).indexed(random);
    };
  }

  private List<String> definitions(Random random) {
    List<String> columns = new ArrayList<>();
    for (KeyShape.Part part : key.parts()) {
      boolean isSerial = key.isSerial() && part.name().equals("k0");
      columns.add(
          part.name()
              + " "
              + part.kind().ddl()
              + " NOT NULL"
              + (isSerial ? " AUTO_INCREMENT" : ""));
    }
    columns.add("slot bigint NOT NULL");
    columns.add("stamp bigint NOT NULL DEFAULT 0");
    if (hasUnique) {
      columns.add("u varchar(20) NULL");
    }
    if (isCountingTouches) {
      columns.add("touched bigint NOT NULL DEFAULT 0");
    }
    values.forEach(column -> columns.add(column.definition()));
    columns.addAll(generated);
    Collections.shuffle(columns, random);
    columns.add(key.definition());
    if (hasUnique) {
      columns.add("UNIQUE KEY by_u (u)");
    }
    columns.addAll(secondaryKeys);
    columns.add("CONSTRAINT " + name + "_stamp CHECK (stamp >= 0)");
    if (random.nextBoolean()) {
      columns.add("CONSTRAINT " + name + "_slot CHECK (slot < 5) NOT ENFORCED");
    }
    return columns;
  }

  String name() {
    return name;
  }

  KeyShape key() {
    return key;
  }

  List<ValueColumn> values() {
    return values;
  }

  boolean hasUnique() {
    return hasUnique;
  }

  int rows() {
    return rows;
  }

  /** How many tenths of its rows are deleted before anybody looks. */
  int deadTenths() {
    return deadTenths;
  }

  /** Statements that make it, its triggers and their log in the session's schema. */
  List<String> create() {
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE " + name + " (\n" + String.join(",\n", definitions) + ")" + ending);
    if (hasTriggers) {
      statements.addAll(Triggers.writingTo(log(), name));
    }
    if (isCountingTouches) {
      statements.add(Triggers.countingTouches(name));
    }
    return statements;
  }

  /** Where its triggers write to. */
  String log() {
    return name + "_log";
  }

  boolean hasTriggers() {
    return hasTriggers;
  }

  /** Columns whose values are ours to give, in the order of {@link #tuple}. */
  String insertColumns() {
    List<String> columns = new ArrayList<>();
    key.parts().forEach(part -> columns.add(part.name()));
    columns.add("slot");
    columns.add("stamp");
    if (hasUnique) {
      columns.add("u");
    }
    values.forEach(column -> columns.add(column.name()));
    return String.join(", ", columns);
  }

  /** Everything that the two tables must agree on. */
  List<String> exactColumns() {
    List<String> exact = new ArrayList<>();
    exact.add("slot");
    exact.add("stamp");
    key.parts().forEach(part -> exact.add(exact(part.kind().exact(), part.name())));
    if (hasUnique) {
      exact.add("HEX(u)");
    }
    if (isCountingTouches) {
      exact.add("touched");
    }
    values.forEach(column -> exact.add(exact(column.type().exact(), column.name())));
    generated.forEach(column -> exact.add(column.substring(0, 2)));
    return exact;
  }

  private static String exact(String expression, String column) {
    return String.format(Locale.ROOT, expression, column);
  }

  /** A row's values, in brackets. */
  String tuple(Row row, Random random) {
    List<String> literals = new ArrayList<>(row.key());
    literals.add(String.valueOf(row.slot()));
    literals.add(String.valueOf(row.stamp()));
    if (hasUnique) {
      literals.add(row.unique());
    }
    values.forEach(column -> literals.add(column.literal(random)));
    return "(" + String.join(", ", literals) + ")";
  }

  /** New values for some of the columns, each after a comma. */
  String someValues(Random random) {
    return values.stream()
        .filter(column -> random.nextInt(3) == 0)
        .map(column -> ", " + column.name() + " = " + column.literal(random))
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return name
        + ": "
        + key.definition()
        + ", "
        + values.size()
        + " values, "
        + secondaryKeys.size()
        + " keys"
        + (hasUnique ? ", unique" : "")
        + (hasTriggers ? ", triggers" : "")
        + (ending.contains("PARTITION") ? ", partitions" : "")
        + ", "
        + rows
        + " rows, "
        + deadTenths
        + "/10 dead";
  }
}
